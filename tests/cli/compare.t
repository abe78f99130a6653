Compare: variants, cycles, experiments beside each other.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick >/dev/null
  $ week 200 260
  $ export COLLAB_NOW=2026-03-09T06:00:00Z
  $ collab run quick >/dev/null
  $ collab compare quick@1:control quick@1:answers
  quick@1:answers against quick@1:control
  
  METRIC      BETTER  CONTROL  ANSWERS  EFFECT                   FAVOURS
  visit       higher      10%      13%  +30% [+21.75%, +38.82%]  answers
  complaints  lower        6%       6%  0% [-12.86%, +14.76%]    neither
  left out: N, ABSOLUTE (all with -f json or 120 columns)
    Intervals: 95%. One that holds no change favours neither side. These are no
    verdicts: collab review judges what was planned.
  $ collab decide quick extend -m "Once more" --next --starts 2026-03-09 >/dev/null
  warning: visit: 7 days are unlikely to show 'better' (28%): plan 29 days, more consumers, or a larger change
  $ night 2026-03-09 220 250
  $ export COLLAB_NOW=2026-03-10T06:00:00Z
  $ collab run quick >/dev/null
  $ collab compare quick@1 quick@2 -f csv --fields reference,metric,base_n,n,observational
  reference,metric,base_n,n,observational
  quick@2:answers,visit,14000,2000,true
  quick@2:answers,complaints,7000,1000,true

  $ collab compare quick@1
  error: collab compare needs two or more REF [argument-missing]
    hint: collab compare EXP@1 EXP@2
  [2]
  $ collab compare quick@1 quick@7
  error: quick has no cycle 7 [no-such-cycle]
    hint: its cycles are quick@1 to quick@2
  [4]
  $ collab compare quick@1:answer quick@2
  error: quick@1 has no variant 'answer' [no-such-variant]
    hint: its variants: control, answers
  [4]
