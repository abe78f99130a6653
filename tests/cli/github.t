--ci github: what a step of a GitHub workflow says beside its answer. tests/ci plays whole workflows.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick >/dev/null
  $ week 200 260
  $ export COLLAB_NOW=2026-03-09T06:00:00Z
  $ collab run quick >/dev/null

The answer is where it was; page and outputs are appended to the step's files.

  $ export GITHUB_STEP_SUMMARY=$PWD/summary GITHUB_OUTPUT=$PWD/outputs GITHUB_WORKSPACE=$PWD
  $ echo 'what stood there' >summary
  $ collab review quick --gate --ci github -f csv --fields metric,verdict
  metric,verdict
  visit,met
  complaints,ok
  $ sed -n '1,/^## /p; /^|/p' summary
  what stood there
  <!-- collab:review:quick -->
  
  ## quick, cycle 1: Answers within a day
  | METRIC | ROLE | N | CONTROL | ANSWERS | EFFECT | ABSOLUTE | TARGET | VERDICT |
  | --- | --- | ---: | ---: | ---: | ---: | ---: | --- | --- |
  | visit | goal | 6,000 \xe2\x86\x92 6,000 | 10% | 13% | +30% [+10.24%, +53.35%] | +3pp [+1.121, +4.889] | >= +5% | met | (esc)
  | complaints | guardrail | 7,000 \xe2\x86\x92 7,000 exposures | 6% | 6% | 0% [-14.55%, +17.02%] | 0pp [-0.9314, +0.9314] | <= +50% | ok | (esc)
  $ cat outputs
  exit=0
  verdict=met
  recommendation=quick=adopt

A fault is an annotation at its place, named from the workspace wherever the step works.

  $ rm summary outputs
  $ night 2026-03-04 200 50%
  $ cd data; collab run quick --ci github 2>&1 >/dev/null | grep ::; cd ..
  ::error file=data/night-2026-03-04.csv,line=3,col=10,title=bad-value::'50%25' is not a number%0Ahint: write a fraction: 0.034 for 3.4 %25
  $ cat outputs
  exit=3
  $ grep -A 2 Faults summary
  ### Faults
  
  ```

A check that the gate counts is an error; without a gate it is a warning.

  $ night 2026-03-04 200 260
  $ collab review quick --gate-on warn --ci github 2>&1 >/dev/null
  ::error file=experiments/quick.yaml,title=quick%3A assumes-independent-exposures (warning)::complaints: from summary rows, so exposures are taken to be independent; unit rows would show
  [12]
  $ collab status --ci github --stale 1h 2>&1 >/dev/null

The command line itself can be at fault, too.

  $ rm outputs
  $ collab review --ci github --gaet 2>&1 | tail -n 1
  ::error title=unknown-flag::collab review has no flag '--gaet'%0Ahint: did you mean '--gate'?
  $ cat outputs
  exit=2
  $ collab review --ci gitlab
  error: --ci cannot be 'gitlab' [bad-value]
    hint: did you mean 'github'? choices: github
  [2]

No text of a file commands the runner.

  $ sed -i 's/^title: .*/title: "x\\n::stop-commands::y"/' experiments/quick.yaml
  $ collab plan quick --amend -m "::add-mask::z" --ci github 2>&1 | grep -E '^ *::(stop|add)'
  [1]

Where nothing is set, or nothing can be written, that is said, and the rest is as it was.

  $ unset GITHUB_STEP_SUMMARY; export GITHUB_OUTPUT=/nowhere/outputs
  $ collab review quick --gate --ci github >page
  warning: --ci github: GITHUB_STEP_SUMMARY is not set, so no summary is written
  warning: --ci github: /nowhere/outputs could not be written: No such file or directory, so no output is written
  $ head -n 1 page
  quick, cycle 1: Answers within a day

A summary has room for 1 MiB.

  $ export GITHUB_STEP_SUMMARY=$PWD/summary GITHUB_OUTPUT=$PWD/outputs
  $ head -c 1048000 /dev/zero | tr '\0' x >summary
  $ collab review quick --ci github >/dev/null
  $ tail -n 1 summary | sed 's/[0-9]* bytes/some bytes/'
  The page has some bytes, more than a step's summary may hold; see the step's log, or `-o FILE.md`.

Files of -o each have the format of their ending, md and junit among them; junit also when nothing can be done.

  $ collab review quick -o a.md -o a.xml -o a.json -o a.csv -o a.txt -o a.ndjson
  $ head -qn 1 a.md a.xml a.json a.csv a.txt | cut -c -40
  <!-- collab:review:quick -->
  <?xml version="1.0" encoding="UTF-8"?>
  {
  experiment,cycle,state,data_through,metr
  quick, cycle 1: Answers within a day
  $ collab review nobody -o a.xml 2>/dev/null
  [4]
  $ grep '<error' a.xml | cut -c -90
        <error type="no-such-experiment" message="there is no cycle of an experiment 'nobody
  $ collab -C /nowhere review -o a.xml 2>/dev/null
  [4]
  $ python3 "$SOURCE/tests/junit_check.py" a.xml && grep -c '<error' a.xml
  1
  $ collab list -f junit
  error: nothing in 'list' passes or fails, so it cannot be junit [no-checks]
    hint: junit is for review, run, record, status and validate
  [2]
