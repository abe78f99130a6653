Run: what the feeds deliver, every period of the open cycle up to yesterday.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab run quick
  error: 'quick' has no cycle yet [no-cycle]
    hint: plan it first: collab plan quick
  [4]
  $ collab plan quick >/dev/null
  $ export COLLAB_NOW=2026-03-04T06:00:00Z
  $ night 2026-03-02 200 230
  $ collab run quick
  quick, cycle 1: 4 recorded, 1 awaited (op_2)
  FEED    PERIOD      OUTCOME   ROWS  CYCLE  SOURCE
  nights  2026-03-02  recorded     2      1  data/night-2026-03-02.csv
  nights  2026-03-03  awaited      0         data/night-2026-03-03.csv
  Next:
    collab review quick

Again is unchanged; nothing is written.

  $ collab run quick | head -n 1
  quick, cycle 1: 4 unchanged, 1 awaited
  $ collab log --fields operation,verb -f csv
  operation,verb
  op_2,run
  op_1,plan

A night that stays away is stale after 36 hours. With --gate a job can tell.

  $ export COLLAB_NOW=2026-03-05T12:00:00Z
  $ night 2026-03-04 200 235
  $ collab run quick
  quick, cycle 1: 4 recorded, 4 unchanged, 1 awaited (op_3)
  FEED    PERIOD      OUTCOME    ROWS  CYCLE  SOURCE
  nights  2026-03-04  recorded      2      1  data/night-2026-03-04.csv
  nights  2026-03-02  unchanged     4         data/night-2026-03-02.csv
  nights  2026-03-03  stale         0         data/night-2026-03-03.csv
  Next:
    collab review quick
  $ collab run quick --gate >/dev/null
  gate: quick: nights: stale: 2026-03-03 (data/night-2026-03-03.csv)
  gate: quick: freshness: data through 2026-03-04; 2 of 3 nights are there up to look 1
  [11]

Another number is a conflict: old and new are shown, nothing of that night is written.

  $ night 2026-03-02 200 231
  $ collab run quick 2>&1 >/dev/null
  quick, cycle 1: 4 unchanged, 1 awaited, 1 conflict
  FEED    PERIOD      OUTCOME    ROWS  CYCLE  REMARK
  nights  2026-03-02  conflict      2      1  visit of answers was 230/2000 units
                                              2000 (recorded by ana at
                                              2026-03-04T06:00:00Z (op_2)), now
                                              231/2000 units 2000
  nights  2026-03-04  unchanged     4
  nights  2026-03-03  stale         0
  left out: SOURCE (all with -f json or 185 columns)
  1 fault found
  Next:
    collab review quick
  data/night-2026-03-02.csv: error: nights 2026-03-02: visit of answers was 230/2000 units 2000 (recorded by ana at 2026-03-04T06:00:00Z (op_2)), now 231/2000 units 2000 [conflict]
    hint: to replace it and keep the old: --on-conflict correct -m WHY; to leave it: --on-conflict keep
  [5]

A command that failed leaves standard output empty; what it wrote all the same is told beside the fault.

  $ collab run quick 2>/dev/null
  [5]
  $ collab run quick --on-conflict correct
  error: a correction needs a reason [reason-missing]
    hint: add -m WHY
  [2]
  $ collab run quick --on-conflict correct -m "A till was late" | head -n 1
  quick, cycle 1: 7 unchanged, 1 corrected, 1 awaited (op_4)
  $ collab run quick | head -n 1
  quick, cycle 1: 8 unchanged, 1 awaited

A fault is located, and the file with it left out whole.

  $ export COLLAB_NOW=2026-03-06T06:00:00Z
  $ night 2026-03-03 200 n/a
  $ night 2026-03-05 210 240
  $ collab run quick
  quick, cycle 1: 4 recorded, 8 unchanged, 1 rejected (op_5)
  FEED    PERIOD      OUTCOME    ROWS  CYCLE  REMARK
  nights  2026-03-03  invalid       0         1 rejected. 'n/a' is not a number
  nights  2026-03-05  recorded      2      1
  nights  2026-03-02  unchanged     4
  nights  2026-03-04  unchanged     4
  left out: SOURCE (all with -f json or 104 columns)
  1 fault found
  Next:
    collab review quick
  data/night-2026-03-03.csv:3:10: error: 'n/a' is not a number [bad-value]
      3 | answers,,n/a,2000,60,1000
        |          ^^^
    hint: a number, or nothing where it is missing
  [3]
  $ collab run quick --partial 2>/dev/null | head -n 1
  quick, cycle 1: 2 recorded, 12 unchanged, 1 rejected (op_6)
  $ cat .collab/rejects/*
  group,type,visits,members,complaints,orders
  answers,,n/a,2000,60,1000

The look of day 3 awaits all of its nights. Mended, the night is there, and the look is judged.

  $ night 2026-03-03 200 231
  $ collab run quick | grep -E '^(quick|Look)'
  quick, cycle 1: 2 recorded, 14 unchanged (op_7)
  Look 1 (2026-03-04): visit, answers: unclear
  Look 1 (2026-03-04): complaints, answers: ok
  $ collab show quick@1 | sed -n '/^Looks/,/^$/p'
  Looks
  LOOK  METRIC      VARIANT  VERDICT  OPERATION
     1  visit       answers  unclear  op_7
     1  complaints  answers  ok       op_7
  

Nights that stay away are one line.

  $ COLLAB_NOW=2026-03-09T12:00:00Z collab run quick --period 2026-03-06..2026-03-08
  quick, cycle 1: 3 awaited
  FEED    PERIOD                  OUTCOME  ROWS  SOURCE
  nights  2026-03-06..2026-03-07  stale       0  2 files
  nights  2026-03-08              awaited     0  data/night-2026-03-08.csv
  Next:
    collab review quick

A pipe or device that bears a feed's name is refused, not waited for.

  $ mkfifo data/night-2026-03-07.csv
  $ COLLAB_NOW=2026-03-08T06:00:00Z collab run quick --period 2026-03-07 2>&1 | grep -o 'data/night-2026-03-07.csv: is not a regular file .*'
  data/night-2026-03-07.csv: is not a regular file [not-a-file]
  $ rm data/night-2026-03-07.csv

One day, or several.

  $ collab run quick --period yesterday | tail -n +2 | head -n 2
  FEED    PERIOD      OUTCOME    ROWS  CYCLE  SOURCE
  nights  2026-03-05  unchanged     2      1  data/night-2026-03-05.csv
  $ collab run quick --period 2026-03-04..2026-03-05 | head -n 1
  quick, cycle 1: 8 unchanged
  $ collab run quick --period tomorrow
  error: 'tomorrow' is not a period [bad-period]
    hint: write 2026-11-20, 2026-11-01..2026-11-20, or yesterday
  [2]
  $ collab run --all | head -n 1
  quick, cycle 1: 16 unchanged
