Plan: what is agreed before the data arrive, sealed.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick | head -n 7
  quick, cycle 1: sealed (op_1)
  title      Answers within a day
  days       2026-03-02 to 2026-03-08 (planned)
  looks      2026-03-04, 2026-03-08
  goal       visit >= +5%
  guardrail  complaints <= +50%
  plan       5636610c2bba

Again with the same parts changes nothing.

  $ collab plan quick | head -n 1
  quick, cycle 1: unchanged
  $ sed -i 's/^title: .*/title: Answers by the next morning/' experiments/quick.yaml
  $ collab plan quick | head -n 1
  quick, cycle 1: unchanged

A target that moves is a conflict until somebody says why.

  $ sed -i 's/">= +5%"/">= +3%"/' experiments/quick.yaml
  $ collab plan quick
  error: the sealed plan of 'quick' cycle 1 differs from experiments/quick.yaml: evaluate.metrics.visit.target [plan-changed]
    hint: to change the plan openly: collab plan quick --amend -m WHY
  [5]
  $ collab plan quick --amend
  error: an amendment needs a reason [reason-missing]
    hint: add -m WHY
  [2]
  $ export COLLAB_NOW=2026-03-05T12:00:00Z
  $ collab plan quick --amend -m "Five is out of reach" | head -n 4
  quick, cycle 1: amended (op_2)
  title      Answers by the next morning
  days       2026-03-02 to 2026-03-08 (running)
  looks      2026-03-04, 2026-03-08
  $ collab review quick | grep -i amended
  Plan amended on day 4 (2026-03-05) by ana: Five is out of reach
    amended-plan (warning): amended on day 4: Five is out of reach

A level where a change was meant is asked about; a level alone is taken at its word.

  $ cp experiments/quick.yaml kept.yaml
  $ sed -i 's/target: .*/target: ">= 5%"/' experiments/quick.yaml
  $ collab plan quick --amend -m "A level" --dry-run 2>&1 >/dev/null
  $ sed -i '/target:/a\      predict: {change: +8%, between: [+3%, +12%], confidence: 80%}' experiments/quick.yaml
  $ collab plan quick --amend -m "A level" --dry-run 2>&1 >/dev/null
  warning: visit: 5% is a level that the variant itself must reach, while its prediction +8% is a change; a change is written +5%
  $ mv kept.yaml experiments/quick.yaml

What cannot be planned.

  $ collab plan quik
  error: there is no experiment 'quik' (experiments/quik.yaml does not exist) [no-such-experiment]
    hint: did you mean 'quick'?
  [4]
  $ sed -i 's/baseline: control/baseline: contrl/' experiments/quick.yaml
  $ collab plan quick
  experiments/quick.yaml:9:13: error: baseline 'contrl' is not known [bad-value]
      9 |   baseline: contrl
        |             ^^^^^^
    hint: did you mean 'control'? baseline: control, previous, {last: 28d} or {value: 3.2%}
  [3]
  $ collab log --fields operation,verb,reason -f csv
  operation,verb,reason
  op_2,plan,Five is out of reach
  op_1,plan,

A plan after the first day is retrospective; another one at the same touch point is warned of.

  $ sed 's/^id: quick/id: slow/; s/contrl/control/' experiments/quick.yaml >experiments/slow.yaml
  $ collab plan slow -n 2>&1 | grep -oE 'Retrospective:|same touch point'
  Retrospective:
  same touch point
  $ collab list cycles -f csv --fields experiment,cycle,state
  experiment,cycle,state
  quick,1,running
