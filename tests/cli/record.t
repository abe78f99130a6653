Record: numbers typed by hand, or one file.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ export COLLAB_NOW=2026-03-04T12:00:00Z
  $ collab plan quick >/dev/null

  $ collab record quick visit=200/2000 complaints=60/1000 --variant control --period 2026-03-02
  quick, cycle 1: 2 recorded (op_2)
  Next:
    collab review quick
  $ collab record quick visit=11.5% --n 2000 --variant answers --period 2026-03-02 | head -n 1
  quick, cycle 1: 1 recorded (op_3)
  $ collab record quick complaints.events=58 complaints.exposure=1000 --variant answers --period 2026-03-02 | head -n 1
  quick, cycle 1: 1 recorded (op_4)
  $ collab list observations -f csv --fields metric,variant,period,statistics
  metric,variant,period,statistics
  complaints,answers,2026-03-02,events 58 exposure 1000
  complaints,control,2026-03-02,events 60 exposure 1000
  visit,answers,2026-03-02,230/2000
  visit,control,2026-03-02,200/2000

Again is unchanged, other numbers are a conflict.

  $ collab record quick visit=200/2000 --variant control --period 2026-03-02 | head -n 1
  quick, cycle 1: 1 unchanged
  $ collab record quick visit=201/2000 --variant control --period 2026-03-02
  error: typed 2026-03-02: visit of control was 200/2000 (recorded by ana at 2026-03-04T12:00:00Z (op_2)), now 201/2000 [conflict]
    hint: to replace it and keep the old: --on-conflict correct -m WHY; to leave it: --on-conflict keep
  [5]
  $ collab record quick visit=201/2000 --variant control --period 2026-03-02 --on-conflict keep | head -n 1
  quick, cycle 1: 1 kept
  $ collab record quick visit=201/2000 --variant control --period 2026-03-02 --on-conflict correct -m "One more" | head -n 1
  quick, cycle 1: 1 corrected (op_5)

Slips of the hand.

  $ collab record quick visits=1/2 --variant control --period yesterday
  error: 'visits' is not a metric of 'quick' [unknown-metric]
    hint: did you mean 'visit'?
  [3]
  $ collab record quick visit=1/2 --variant contrl --period yesterday
  error: 'contrl' is not a variant of 'quick' [unknown-variant]
    hint: did you mean 'control'?
  [3]
  $ collab record quick visit=3/2 --variant control --period yesterday
  error: visit: successes 3 is more than n 2 [successes-above-n]
  [3]
  $ collab record quick visit=many --variant control --period yesterday
  error: visit=many: 'many' is not a number [bad-value]
    hint: write 42, 3.4% with --n, or 896/28000
  [3]
  $ collab record quick visit=11.57% --n 100 --variant control --period yesterday
  error: visit=11.57%: 11.57% of 100 is 11.57, not a whole count [not-whole]
    hint: give the counts themselves: visit=COUNT/100
  [3]
  $ collab record quick visit=1/2 --variant control --period 2026-03-09
  error: period 2026-03-09 lies in the future (today is 2026-03-04) [future-period]
  [3]
  $ collab record quick visit=1/2 --variant control
  error: cycle 1 has rows by period: which one is this? [period-missing]
    hint: --period 2026-03-04
  [2]
  $ collab record quick visit=1/2 --period yesterday
  error: which variant do these numbers belong to? [variant-missing]
    hint: --variant control|answers
  [2]
  $ collab record quick visit=1/2 --variant control --period yesterday --segment type=prize
  error: 'prize' is not a level of segment 'type' [unknown-level]
    hint: did you mean 'price'?
  [3]

A file through the feed that is declared; the date is in its name.

  $ night 2026-03-03 200 230
  $ collab record quick --from data/night-2026-03-03.csv --feed nights | head -n 3
  quick, cycle 1: 4 recorded (op_6)
  FEED    PERIOD      OUTCOME   ROWS  CYCLE  SOURCE
  nights  2026-03-03  recorded     2      1  data/night-2026-03-03.csv

Standard input, described by flags.

  $ printf 'arm,came,of\ncontrol,7,90\nanswers,9,90\n' | collab record quick --from - --rows summary --counts new --map arm=variant --map came=visit.successes --map of=visit.n --period 2026-03-01 | head -n 1
  quick, cycle 1: 2 recorded, 2 between (op_7)
  $ printf 'arm,came,of\ncontrol,7,90\nanswer,9,90\n' | collab record quick --from - --rows summary --counts new --map arm=variant --map came=visit.successes --map of=visit.n --period 2026-03-01 2>&1 | grep -v hint
  -:3:1: error: 'answer' is not a variant [unknown-variant]
      3 | answer,9,90
        | ^^^^^^
  $ collab record quick --from none.csv --feed nights
  error: none.csv: no such file [no-such-file]
  [4]

A figure twice, more than there are, half a pair: all of them are named, and nothing is stored.

  $ printf 'group,type,visits,members,complaints,orders\ncontrol,,9,2000,60,1000\ncontrol,,9,2000,60,1000\nanswers,,2001,2000,1,\nanswers,price,1,,1,10\n' >bad.csv
  $ collab record quick --from bad.csv --feed nights --period 2026-03-03
  bad.csv:3:1: error: visit of control on 2026-03-03 is here a second time [duplicate-row]
      3 | control,,9,2000,60,1000
    hint: a source says each figure once; segments and locations tell rows apart
  bad.csv:4:10: error: visit: successes 2001 is more than n 2000 [successes-above-n]
      4 | answers,,2001,2000,1,
        |          ^^^^
  bad.csv:5:15: error: visit: 'members' is empty while the metric's other numbers are there [missing-number]
      5 | answers,price,1,,1,10
        |               ^
    hint: fill it in, or leave all of the metric's numbers empty
  [3]
