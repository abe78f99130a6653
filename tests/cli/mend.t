Mend: what was recorded is put right, taken back, put back. Nothing is lost.

  $ . "$SOURCE/tests/cli/project.sh"
  $ project
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick >/dev/null
  $ night 2026-03-02 100 110; night 2026-03-03 100 980
  $ export COLLAB_NOW=2026-03-04T06:00:00Z
  $ collab run quick >/dev/null 2>&1

A number that was wrong: what stood, who recorded it, what stands now.

  $ collab correct quick visit=108/2000 --variant answers --period 2026-03-03
  error: what is mended needs its reason [reason-missing]
    hint: collab correct quick NAME=VALUE -m "\xe2\x80\xa6" (esc)
  [2]
  $ collab correct quick visit=108/2000 --variant answers --period 2026-03-03 -m '98 typed for 10' -n
  quick: would be corrected: 1 row
  WHAT              PERIOD      WAS                  NOW
  visit of answers  2026-03-03  980/2000 units 2000  108/2000 units 2000
  left out: RECORDED BY (all with -f json or 106 columns)
  Next:
    collab review quick
  $ collab correct quick visit=108/2000 --variant answers --period 2026-03-03 -m '98 typed for 10'
  quick: corrected: 1 row (op_3)
  WHAT              PERIOD      WAS                  NOW
  visit of answers  2026-03-03  980/2000 units 2000  108/2000 units 2000
  left out: RECORDED BY (all with -f json or 106 columns)
  To take it back:
    collab undo op_3 -m WHY
  Next:
    collab review quick
  $ collab correct quick visit=108/2000 --variant answers --period 2026-03-03 -m 'again'
  quick: stands as it was asked for; nothing to write
  Next:
    collab review quick
  $ collab correct quick visit=1/10 --variant answers --period 2026-03-01 -m 'no such row'
  error: visit of answers has no row of 2026-03-01 to correct [nothing-recorded]
    hint: collab list observations --where experiment=quick shows what there is
  [4]

A whole night taken back, and the nightly job does not bring it back.

  $ collab retract quick -m 'which?'
  error: which rows of 'quick' are taken back? [argument-missing]
    hint: collab retract quick --period D, --feed ID, METRIC or --variant V
  [2]
  $ collab retract quick --period 2026-03-03 -m 'half a file' --json | jq -c '.data | [.operation, .closed, (.items | length), .items[0].was, .items[0].now]'
  [4,0,4,{"events":60,"exposure":1000},null]
  $ collab run quick 2>/dev/null | head -n 1
  quick, cycle 1: 4 unchanged, 4 kept
  $ collab run quick --period 2026-03-03 >/dev/null
  $ collab list observations --where experiment=quick --json | jq -r '.data.items[].period' | sort -u
  2026-03-02
  $ collab review quick --as-of op_3 --json | jq -r '.data.items[0].data_through'
  2026-03-03
  $ collab review quick --json | jq -r '.data.items[0].data_through'
  2026-03-02

Undone, it is as it was; in the log all of it is there.

  $ collab undo op_3 -m 'that was right'
  error: visit of answers changed again in op_4, after op_3 [changed-since]
    hint: undo that first: collab undo op_4
  [5]
  $ collab undo op_4 -m 'the file was whole' | head -n 1
  quick: put back: 4 rows (op_5)
  $ collab review quick --json | jq -r '.data.items[0].data_through'
  2026-03-03
  $ collab log quick --patch | grep -v '^ *$'
  EXPERIMENT  METRIC      VARIANT  PERIOD      NUMBERS                  CYCLE
  quick       complaints  answers  2026-03-03  events 60 exposure 1000      1
  quick       complaints  control  2026-03-03  events 60 exposure 1000      1
  quick       visit       answers  2026-03-03  108/2000 units 2000          1
  quick       visit       control  2026-03-03  100/2000 units 2000          1
  quick       complaints  answers  2026-03-03  retracted                    1
  quick       complaints  control  2026-03-03  retracted                    1
  quick       visit       answers  2026-03-03  retracted                    1
  quick       visit       control  2026-03-03  retracted                    1
  quick       visit       answers  2026-03-03  108/2000 units 2000          1
  quick       visit       control  2026-03-02  100/2000 units 2000          1
  quick       complaints  control  2026-03-02  events 60 exposure 1000      1
  quick       visit       answers  2026-03-02  110/2000 units 2000          1
  quick       complaints  answers  2026-03-02  events 60 exposure 1000      1
  quick       visit       control  2026-03-03  100/2000 units 2000          1
  quick       complaints  control  2026-03-03  events 60 exposure 1000      1
  quick       visit       answers  2026-03-03  980/2000 units 2000          1
  quick       complaints  answers  2026-03-03  events 60 exposure 1000      1
  left out: COUNTS, FEED, OPERATION (all with -f json or 102 columns)
  $ collab undo op_1 -m 'a plan'
  error: op_1 (plan) recorded no rows [not-undoable]
    hint: a plan is changed by an amendment: collab plan EXP --amend -m WHY
  [3]
  $ collab verify >/dev/null && echo sound
  sound
