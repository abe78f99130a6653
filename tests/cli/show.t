Show: an experiment, a cycle with its sealed plan, an operation.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick >/dev/null
  $ collab show quick | head -n 8
  quick: Answers within a day
  file         experiments/quick.yaml
  owner        ana@shop.example
  touch_point  questions
  problem      Questions wait for days.
  hypothesis   Quick answers bring shoppers back.
  baseline     control
  unit         consumer
  $ collab show quick@1 | sed -n '/^Plan/,$p' | tail -n +2 | diff - experiments/quick.yaml
  $ collab show op_1 | sed 's/[0-9a-f]\{64\}/DIGEST/; s/[0-9a-f]\{32\}/ORIGIN/; s/2[0-9-]*T[0-9:.]*Z/INSTANT/' | head -n 8
  op_1
  verb      plan
  command   collab plan quick
  actor     ana
  at        INSTANT
  wall      INSTANT
  origin    ORIGIN
  sequence  1
  $ collab show op_7
  error: there is no operation op_7 [no-such-operation]
    hint: the last one is op_1; collab log lists them
  [4]
  $ collab show quick@4
  error: quick has no cycle 4 [no-such-cycle]
    hint: quick@1 is its only cycle
  [4]
  $ collab show quik
  error: there is no experiment 'quik' (experiments/quik.yaml does not exist) [no-such-experiment]
    hint: did you mean 'quick'?
  [4]
