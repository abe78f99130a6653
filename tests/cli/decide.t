Decide: a cycle ends with a decision and its reason.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick >/dev/null
  $ week 200 215
  $ export COLLAB_NOW=2026-03-09T06:00:00Z
  $ collab run quick >/dev/null

  $ collab decide quick extend
  error: a decision needs a reason [reason-missing]
    hint: add -m WHY
  [2]
  $ collab decide quick adopt -m "It works" --next
  error: adopt ends the experiment: there is no next cycle [no-next-cycle]
    hint: --next goes with adapt and extend
  [2]
  $ collab decide quick abandon -m "It does not work"
  error: the plan promised at least 2 cycles, this is cycle 1 [too-early]
    hint: keep the promise with adapt or extend, or break it openly with --early
  [3]
  $ collab decide quick adapt -m "Try evenings" --next
  error: 'quick' was to be adapted, but experiments/quick.yaml is as it was sealed [nothing-to-adapt]
    hint: change the definition first, or decide extend to try the same once more
  [3]
  $ collab decide quick postpone -m "Later"
  error: 'postpone' is not a decision [unknown-decision]
    hint: decisions: adopt, adapt, extend, abandon
  [2]
  $ collab list cycles -f csv --fields cycle,state,decision
  cycle,state,decision
  1,due,

  $ collab decide quick extend -m "Promising" --next | sed -n 1,6p
  warning: visit: 7 days are unlikely to show 'better' (28%): plan 29 days, more consumers, or a larger change
  quick, cycle 1: decided, extend (op_3)
  Because: Promising
  
  quick, cycle 2: sealed
  title      Answers within a day
  days       2026-03-10 to 2026-03-16 (planned)

Again is unchanged, another decision a conflict.

  $ collab decide quick extend -m "Promising" --next | head -n 1
  quick, cycle 1: already decided, extend
  $ collab decide quick@1 extend -m "Promising" | head -n 1
  quick, cycle 1: already decided, extend
  $ collab decide quick@1 adapt -m "No"
  error: cycle 1 of 'quick' was decided: extend by ana on 2026-03-09 (op_3): Promising [already-decided]
    hint: see collab review quick@1; the next cycle: collab plan quick
  [5]
  $ collab list cycles -f csv --fields cycle,state,first,decision
  cycle,state,first,decision
  1,closed,2026-03-02,extend
  2,planned,2026-03-10,

Adapt seals the changed file.

  $ sed -i 's/does: Somebody answers/does: A friend answers/' experiments/quick.yaml
  $ export COLLAB_NOW=2026-03-12T06:00:00Z
  $ collab decide quick adapt -m "Friends answer better" --next --starts 2026-03-16 | grep -E '^quick|days|does'
  warning: visit: 7 days are unlikely to show 'better' (28%): plan 29 days, more consumers, or a larger change
  quick, cycle 2: decided, adapt (op_4)
  quick, cycle 3: sealed
  days       2026-03-16 to 2026-03-22 (planned)
  experiment.variants.answers.does  Somebody answers  A friend answers
    consumers a variant, 29 days at 4,000 a day; 7 days show it with a chance of
    With a chance of 80%, 7 days show: +10.3% or more as better.
  $ export COLLAB_NOW=2026-03-17T06:00:00Z
  $ collab decide quick abandon -m "Enough" | head -n 2
  quick, cycle 3: decided, abandon (op_5)
  Because: Enough
