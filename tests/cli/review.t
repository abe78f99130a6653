Review: can it be trusted, what changed, what now.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick >/dev/null
  $ collab review quick | grep -E '^quick|no data|pending' | head -n 3
  quick, cycle 1: Answers within a day
  planned, starts 2026-03-02 | 2026-03-02 to 2026-03-08 | no data yet |
  answers: pending
  $ week 200 260
  $ export COLLAB_NOW=2026-03-09T06:00:00Z
  $ collab run quick >/dev/null
  $ collab review quick >page
  $ head -n 1 page; grep -E '^(answers:|Trust:)' page
  quick, cycle 1: Answers within a day
  answers: met
  Trust: with care
  $ sed -n '/^METRIC/,/^left out/p' page | grep -v 'left out'
  METRIC      CONTROL  ANSWERS  EFFECT                   TARGET   VERDICT
  visit           10%      13%  +30% [+10.24%, +53.35%]  >= +5%   met
  complaints       6%       6%  0% [-14.55%, +17.02%]    <= +50%  ok
  $ sed -n '/^What now/,/^$/p' page
  What now
  Adopt answers: answers is met: when_met says adopt
    collab decide quick adopt -m "..."
  

The gate is for jobs: met passes.

  $ collab review quick --gate >/dev/null

What was known before the last nights, told by operation or time.

  $ collab review quick --as-of op_1 -f csv --fields outcomes.metric,outcomes.verdict 2>&1 | head -n 3
  outcomes.metric,outcomes.verdict
  visit; complaints,pending; pending
  $ collab review quick --as-of 2026-03-02T00:00:00Z | grep -c 'no data\|no_data'
  1
  $ collab review quick --as-of op_9
  error: there is no operation op_9 [no-such-operation]
    hint: the last one is op_2; collab log lists them
  [4]

A guardrail that broke fails the gate.

  $ sed 's/^id: quick/id: rude/' experiments/quick.yaml >experiments/rude.yaml
  $ week 200 260 120
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan rude >/dev/null 2>&1
  $ export COLLAB_NOW=2026-03-09T06:00:00Z
  $ collab run rude >/dev/null
  $ collab review rude --gate | grep -E '^complaints'
  gate: rude: complaints of answers: broken, limit <= +50%: found broken on a night, at always-valid level (op_4 of 2026-03-09, then +100%) [on-a-night]
  complaints       6%      12%  +100% [+64.7%, +143.9%]  <= +50%  broken
  $ collab review rude --gate >/dev/null
  gate: rude: complaints of answers: broken, limit <= +50%: found broken on a night, at always-valid level (op_4 of 2026-03-09, then +100%) [on-a-night]
  [10]
  $ collab review --all --gate >/dev/null
  gate: rude: complaints of answers: broken, limit <= +50%: found broken on a night, at always-valid level (op_4 of 2026-03-09, then +100%) [on-a-night]
  [10]

Names.

  $ collab review quikc
  error: there is no cycle of an experiment 'quikc' in the ledger [no-such-experiment]
    hint: did you mean 'quick'?
  [4]
  $ collab review quick@2
  error: quick has no cycle 2 [no-such-cycle]
    hint: quick@1 is its only cycle
  [4]
  $ collab review 'quick@@1'
  error: 'quick@@1' has no cycle after '@': cycles are numbered from 1 [bad-reference]
    hint: references: EXP, EXP@3, EXP@latest, EXP@previous, EXP@3:variant, op_41
  [2]

A cut that the plan does not declare is computed from the rows, in every format.

  $ collab review quick --by type -f csv --fields metric,level,n | head -n 5
  metric,level,n
  visit,,6000
  complaints,,7000
  $ collab review quick --by ''
  error: --by names no segment [bad-value]
    hint: segments: type
  [2]

The method behind every line:

  $ collab review quick --explain | sed -n '/^Methods/,$p'
  Methods
  METRIC      METHOD               INTERVAL                  P
  visit       miettinen-nurminen   99.88% at look 1  2.599e-07
    all-data  likelihood-sequence  -                  3.22e-12
  complaints  exact-conditional    97.51% at look 2          1
  left out: VARIANT, DF, BAYESIAN READING (all with -f json or 102 columns)
    A reading is from a flat prior and decides nothing. man collab-methods
