Monitor: 28 nights of a feed, with a silent night, a guardrail that breaks on night 12 and a correction on night 15.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ python3 - <<'PY'
  > import re
  > path = "experiments/quick.yaml"
  > text = open(path).read().replace("cycle: 7d", "cycle: 28d").replace("looks: [3d, 7d]", "looks: [14d, 28d]")
  > text = text.replace("  expect: daily\n", """  expect: daily
  >   contingencies:
  >     - when: {metric: complaints, variant: answers, above: 12%, for: 2}
  >       then: Pause the queue and call the moderator
  >       owner: ben@shop.example
  >     - when: {stale: 5h}
  >       then: Ask the till's people for the file
  >       owner: ana@shop.example
  > """)
  > open(path, "w").write(text)
  > PY
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick >/dev/null
  $ play() {  # DAY: the morning after, when the job runs; figures vary a little from night to night
  >   export COLLAB_NOW=$(date -u -d "2026-03-02 +$1 days" +%Y-%m-%dT06:00:00Z)
  >   before=$(date -u -d "2026-03-02 +$(($1 - 1)) days" +%Y-%m-%d)
  >   wave=$(($1 * 7 % 5))
  >   test "$1" = 9 || night "$before" $((200 + 3 * wave)) $((230 + 2 * wave)) "${2:-$((58 + wave))}"
  >   collab run quick --gate >out 2>err; echo "night $1: exit $?"
  >   grep -A1 '^con_' out
  > }
  $ for n in 1 2 3 4 5 6 7 8; do play $n; done
  night 1: exit 0
  night 2: exit 0
  night 3: exit 0
  night 4: exit 0
  night 5: exit 0
  night 6: exit 0
  night 7: exit 0
  night 8: exit 0
  [1]
  $ play 9
  night 9: exit 0
  con_1: no data for 5h, 2026-03-10, noticed 7h later
    Ask the till's people for the file (ana@shop.example)
  $ play 10
  night 10: exit 0
  [1]
  $ collab status
  The corner shop: 1 experiment, 1 needs you
  
  quick@1: con_1 no data for 5h: Ask the till's people for the file
  (ana@shop.example)
    collab monitor quick
  
  EXPERIMENT  STATE         DAY  DATA THROUGH  GOAL       NEXT LOOK   VERDICT
  quick@1     running  11 of 28  2026-03-11    ~#,=_~#,_  2026-03-15  -
  left out: OWNER, TITLE (all with -f json or 115 columns)
  $ collab ack con_1 -m 'till was off; file will follow'
  con_1 of quick: acknowledged (op_12)
    no data for 5h
  Next:
    collab monitor quick
  $ collab ack con_1
  con_1 of quick: was acknowledged by ana at 2026-03-12T06:00:00Z
    no data for 5h
  Next:
    collab monitor quick
  $ play 11
  night 11: exit 11
  [1]
  $ play 12 150
  night 12: exit 11
  [1]
  $ play 13 160
  night 13: exit 11
  con_2: complaints of answers above 12% in 2 periods in a row, 2026-03-14,
  noticed 7h later
  $ play 14
  night 14: exit 11
  [1]
  $ collab monitor quick
  quick, cycle 1: running, day 15 of 28
  
  METRIC      VARIANT  TREND           LATEST  NOISE STAYS WITHIN  SIGNAL
  visit       control  -#,=_-#, _-#,=  10.45%  8.272% to 12.35%    too early
  visit       answers  ~#,=_~#, _~#,=   11.8%  9.551% to 13.86%    too early
  complaints  control  ~~~~~~~~ ~~~~~      6%  3.676% to 8.324%    too early
  complaints  answers  ________ __+#_    6.1%  4.87% to 10.05%     too early
  left out: ICONS, MEANS (all with -f json or 156 columns)
  
  Contingencies that came true
  con_1: no data for 5h, 2026-03-10, noticed 7h later; over; acknowledged by ana
  (till was off; file will follow)
  con_2: complaints of answers above 12% in 2 periods in a row, 2026-03-14,
  noticed 7h later; over
    Pause the queue and call the moderator (ben@shop.example)
  
  Next:
    collab ack con_2 -m "..."
  $ collab review quick --gate >/dev/null
  gate: quick: freshness: data through 2026-03-15; 13 of 14 nights are there up to look 1
  [11]
  $ collab log --fields operation,verb -f csv | head -n 2
  operation,verb
  op_16,run

On night 15 it turns out that the moderator had counted twice: the complaints of night 13 were 61.

  $ night 2026-03-14 209 236 61
  $ export COLLAB_NOW=2026-03-16T12:00:00Z
  $ collab run quick --period 2026-03-14 --on-conflict correct -m 'counted twice' | head -n 1
  quick, cycle 1: 1 unchanged, 3 corrected (op_17)
  $ collab monitor quick --json | jq -c '.data.contingencies[] | [.id, .period, .lag_seconds, .state, .acknowledged.actor]'
  ["con_1","2026-03-10",25200,"over","ana"]
  ["con_2","2026-03-14",25200,"undone",null]
  $ for n in 15 16 17 18 19 20 21 22 23 24 25 26 27 28; do play $n; done
  night 15: exit 11
  night 16: exit 11
  night 17: exit 11
  night 18: exit 11
  night 19: exit 11
  night 20: exit 11
  night 21: exit 11
  night 22: exit 11
  night 23: exit 11
  night 24: exit 11
  night 25: exit 11
  night 26: exit 11
  night 27: exit 11
  night 28: exit 11
  [1]
  $ collab ack quick -m 'queue paused for a day' | head -n 2
  con_2 of quick: acknowledged (op_32)
    complaints of answers above 12% in 2 periods in a row
  $ collab status --json | jq -c '.data.items[0] | [.contingencies, (.recent | length)]'
  [[],14]

What was said on the morning of night 14, and what has changed since.

  $ collab monitor quick --as-of 2026-03-15T12:00:00Z
  quick, cycle 1: running, day 14 of 28, as of op_15 (2026-03-15T06:00:00Z)
  
  METRIC      VARIANT  TREND          LATEST  NOISE STAYS WITHIN  SIGNAL
  visit       control  -#,=_-#, _-#,  10.15%  8.261% to 12.34%    too early
  visit       answers  ~#,=_~#, _~#,   11.6%  9.544% to 13.86%    too early
  complaints  control  ~~~~~~~~ ~~~~      6%  3.676% to 8.324%    too early
  complaints  answers  ________ __+#     16%  4.964% to 10.19%    too early
  left out: ICONS, MEANS (all with -f json or 171 columns)
  
  Contingencies that came true
  con_1: no data for 5h, 2026-03-10, noticed 7h later; over; acknowledged by ana
  (till was off; file will follow)
  con_2: complaints of answers above 12% in 2 periods in a row, 2026-03-14,
  noticed 7h later
    Pause the queue and call the moderator (ben@shop.example)
  
  Changed since
  METRIC      VARIANT  WHAT         PERIOD      THEN          NOW
  visit       control  value        2026-03-14  10.15%        10.45%
  visit       control  periods      2026-03-15  none          15 more
  visit       answers  value        2026-03-14  11.6%         11.8%
  visit       answers  periods      2026-03-15  none          15 more
  complaints  control  periods      2026-03-15  none          15 more
  complaints  answers  value        2026-03-14  0.16          0.061
  complaints  answers  periods      2026-03-15  none          15 more
  complaints  answers  variation    -           concern_high  improvement_low
  complaints  answers  contingency  2026-03-14  holds         complaints of
                                                              answers above 12% in
                                                              2 periods in a row:
                                                              undone, acknowledged
  
  Next:
    collab ack con_2 -m "..."
  $ collab monitor quick complaints --variant answers --rules shewhart,anhoej
  quick, cycle 1: due
  
  complaints of answers: noise: no single night needs an explanation
     15% |           *
         |
         |
         |
         |
  9.473% |
         |-------- -------------------
         |
         |oooooooo oo.oooooooooooooooo
         |
  3.946% |-------- -------------------
  u_prime chart (overdispersed), 2026-03-02 to 2026-03-29
  Machine rule (ewma): learned from 13 periods, watched 14; at most 5% of steady
  series alarm in 28 periods; a shift of one standard deviation is found after
  261.1 periods in half of the cases, after 208.8 on average
  shewhart: beyond-limit 2026-03-13 (a steady process shows one in 10.46% of such
  charts)
  anhoej: long-run 2026-03-14..2026-03-29, few-crossings 2026-03-02..2026-03-29 (a
  steady process shows one in 3.712% of such charts)
  
  Contingencies that came true
  con_1: no data for 5h, 2026-03-10, noticed 7h later; over; acknowledged by ana
  (till was off; file will follow)
  con_2: complaints of answers above 12% in 2 periods in a row, 2026-03-14,
  noticed 7h later; no longer true after a correction; acknowledged by ana (queue
  paused for a day)
  
  Next:
    collab review quick
  $ LC_ALL=C collab monitor quick --variant answers | head -n 4
  quick, cycle 1: due
  
  METRIC      VARIANT  TREND           LATEST  NOISE STAYS WITHIN  SIGNAL
  visit       answers  _~#,=_~#,=_~#,   11.6%  9.551% to 13.86%    none
  $ collab monitor quick complaints -f csv --fields period,variant,value,upper,alarm | sed -n '1p;13,14p'
  period,variant,value,upper,alarm
  2026-03-13,control,0.06,0.08323790007724449,false
  2026-03-14,control,0.06,0.08323790007724449,false

Names that are not there, and flags that cannot be.

  $ collab monitor quick complaint
  error: 'quick' has no metric 'complaint' [no-such-metric]
    hint: did you mean 'complaints'?
  [4]
  $ collab monitor quick --variant answer
  error: 'quick' has no variant 'answer' [no-such-variant]
    hint: did you mean 'answers'?
  [4]
  $ collab monitor quick --rules nelson
  error: --rules cannot be 'nelson' [bad-value]
    hint: rule sets: anhoej, nhs, shewhart, western-electric
  [2]
  $ collab monitor quick --segment price
  error: 'price' is not one level of a segment [bad-level]
    hint: --segment shopper_type=price
  [2]
  $ collab monitor quick --segment typ=price
  error: 'quick' has no segment 'typ' [no-such-segment]
    hint: its plan names none under monitor.segments
  [4]
  $ collab ack con_9
  error: no contingency came true as con_9 [no-such-contingency]
    hint: none is open
  [4]
  $ collab ack quick
  error: no contingency of 'quick' is open [no-such-contingency]
    hint: none is open
  [4]

Every answer as JSON is valid by its schema, also with contingencies in it.

  $ for verb in monitor ack status run; do collab schema $verb >$verb.schema; done
  $ check() { /usr/bin/python3 -c 'import jsonschema' 2>/dev/null || return 0; /usr/bin/python3 "$SOURCE/tests/schema_check.py" "$@"; }
  $ collab monitor quick --json | check monitor.schema
  $ collab monitor quick complaints --as-of op_16 --json | check monitor.schema
  $ collab monitor quick -f ndjson | check --lines monitor.schema
  $ collab ack con_1 --json | check ack.schema
  $ collab status --json | check status.schema
  $ export COLLAB_NOW=2026-03-29T20:00:00Z; rm data/night-2026-03-28.csv
  $ collab ack con_2 -n --json | check ack.schema
  $ collab monitor quick -f md | head -n 5
  <!-- collab:monitor:quick -->
  
  ## quick, cycle 1: running, day 28 of 28
  
  | METRIC | VARIANT | TREND | LATEST | NOISE STAYS WITHIN | SIGNAL | ICONS | MEANS |
