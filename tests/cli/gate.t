Gates: exit codes for jobs, one for each answer, and which of two counts.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ also() { sed "s/^id: quick/id: $1/; s/night-{date}/$1-{date}/" experiments/quick.yaml >"experiments/$1.yaml"; }
  $ nights() { for day in 2 3 4 5 6 7 8; do night "2026-03-0$day" "$2" "$3" "${4:-60}"; mv "data/night-2026-03-0$day.csv" "data/$1-2026-03-0$day.csv"; done; }
  $ for name in good lost worse rude flat silent; do also $name; done
  $ rm experiments/quick.yaml
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan -q >/dev/null

Nothing is due yet: pending passes.

  $ collab review --all --gate >/dev/null

A week of figures: one meets its target, one misses it, one is worse than before, one breaks its guardrail, of
one nobody can tell, and of one nothing came. What does not pass is told on standard error, as it is found.

  $ nights good 200 260; nights lost 2000 1990; nights worse 200 140; nights rude 200 260 120; nights flat 200 206
  $ sed -i 's/,2000,60,1000$/,4000,60,1000/' data/lost-*.csv
  $ export COLLAB_NOW=2026-03-09T06:00:00Z
  $ for name in good lost worse rude flat; do collab run $name >/dev/null || echo $name; done

0: met.

  $ collab review good --gate >/dev/null
  $ collab run good --gate >/dev/null

10: missed, worse, broken.

  $ collab review lost --gate >/dev/null
  gate: lost: visit of answers: missed, target >= +5%: the interval [-4.575%, +3.749%] excludes the target >= +5%
  [10]
  $ collab review worse --gate >/dev/null
  gate: worse: visit of answers: worse, target >= +5%: the interval [-42.5%, -14.81%] lies on the wrong side of the baseline
  [10]
  $ collab review rude --gate >/dev/null
  gate: rude: complaints of answers: broken, limit <= +50%: found broken on a night, at always-valid level (op_10 of 2026-03-09, then +100%) [on-a-night]
  [10]

The gate of run says the same of what was run, and says it again when it is run again.

  $ collab run rude --gate 2>/dev/null >/dev/null
  [10]
  $ collab run rude --gate 2>/dev/null >/dev/null
  [10]

11: no data, or data that are overdue; unclear only when asked for.

  $ collab run silent >/dev/null
  $ collab review silent --gate 2>/dev/null >/dev/null
  [11]
  $ collab status --gate >/dev/null
  gate: silent: freshness: no data yet
  [11]
  $ collab review flat --gate >/dev/null
  $ collab review flat --gate-on unclear 2>/dev/null >/dev/null
  [11]
  $ collab run flat --gate-on unclear 2>/dev/null >/dev/null
  [11]

12: trust checks that warn, only when asked for.

  $ collab review good --gate-on warn >/dev/null
  gate: good: assumes-independent-exposures: complaints: from summary rows, so exposures are taken to be independent; unit rows would show
  [12]
  $ collab run good --gate-on warn 2>/dev/null >/dev/null
  [12]

0 before none: of several that pass the code is 0.

  $ collab review good flat --gate >/dev/null

Without --gate the same answers are exit 0; a word that is none is usage.

  $ collab review rude silent >/dev/null
  $ collab review rude --gate-on misssed
  error: --gate-on cannot be 'misssed' [bad-value]
    hint: did you mean 'missed'? choices: missed, unclear, warn
  [2]

Conflicts. 10 before 11 and 12, 11 before 12, whatever comes first.

  $ collab review silent rude --gate 2>/dev/null >/dev/null
  [10]
  $ collab review rude silent --gate 2>/dev/null >/dev/null
  [10]
  $ collab review good rude --gate-on warn 2>/dev/null >/dev/null
  [10]
  $ collab review good silent --gate-on warn 2>/dev/null >/dev/null
  [11]
  $ collab review silent good --gate-on warn 2>/dev/null >/dev/null
  [11]
  $ collab review --all --gate-on warn,unclear 2>/dev/null >/dev/null
  [10]

4 before 10: what is not there cannot be judged. The others are, and shown.

  $ collab review rude nobody --gate 2>/dev/null | head -n 1
  rude, cycle 1: Answers within a day
  $ collab review rude nobody --gate 2>/dev/null >/dev/null
  [4]
  $ collab run nobody rude --keep-going --gate 2>/dev/null >/dev/null
  [4]

3 before 10 and before 4: a file with a fault.

  $ sed -i '3s/260/n|a/' data/good-2026-03-03.csv
  $ collab run good rude --keep-going --gate 2>/dev/null >/dev/null
  [3]
  $ collab run rude good nobody --keep-going --gate 2>/dev/null >/dev/null
  [3]
  $ collab run --all --keep-going --gate 2>/dev/null >/dev/null
  [3]

8 before 10, and after 4: the good rows of a file are recorded.

  $ collab run good rude --keep-going --gate --partial 2>/dev/null >/dev/null
  [8]
  $ collab run rude good --keep-going --gate --partial 2>/dev/null | head -n 1
  rude, cycle 1: 28 unchanged
  $ collab run rude good nobody --keep-going --gate --partial 2>/dev/null >/dev/null
  [4]

5 before 10 and before 3: other numbers than those recorded.

  $ sed -i 's/206/207/' data/flat-2026-03-03.csv
  $ collab run flat rude --keep-going --gate 2>/dev/null >/dev/null
  [5]
  $ collab run rude flat --keep-going --gate 2>/dev/null >/dev/null
  [5]
  $ collab run good flat --keep-going --gate 2>/dev/null >/dev/null
  [5]
  $ collab run --all --keep-going --gate 2>/dev/null >/dev/null
  [5]

6 before all of these: another process writes, and trying again may help.

  $ nights silent 200 206
  $ sed -i '3s/n|a/260/' data/good-2026-03-03.csv
  $ exec 8<>.collab/ledger.db.lock
  $ flock 8
  $ collab run nobody flat silent rude --keep-going --gate --timeout 1s 2>/dev/null >/dev/null
  [6]
  $ flock -u 8
  $ collab run silent rude --keep-going --gate 2>/dev/null >/dev/null
  [10]

A gate that fails leaves the answer where it belongs.

  $ collab review rude --gate -q --json 2>errors | python3 -c 'import json,sys; print(json.load(sys.stdin)["data"]["items"][0]["experiment"])'
  rude
  $ cat errors
  $ collab review rude --gate -o rude.md -o rude.xml
  gate: rude: complaints of answers: broken, limit <= +50%: found broken on a night, at always-valid level (op_10 of 2026-03-09, then +100%) [on-a-night]
  [10]
  $ ls rude.md rude.xml
  rude.md
  rude.xml
  $ python3 "$SOURCE/tests/junit_check.py" rude.xml
