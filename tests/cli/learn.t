Three cycles of one experiment fed by voices: ideas in, a hypothesis linked, a prediction missed,
adapted, met, adopted; found a year later by a word in it.

  $ . "$SOURCE/tests/cli/project.sh"; project; rm experiments/quick.yaml
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab voice add idea 'Tell me when my size is back on the shelf' --touch-point questions --consumer c-1 --at 2026-02-20T09:00:00Z
  voice_1: recorded (op_1)
    Tell me when my size is back on the shelf
  Next:
    collab voice answer voice_1
  $ collab voice add complaint 'Nobody answered for three days' --touch-point questions --consumer c-2 --at 2026-02-22T09:00:00Z
  voice_2: recorded (op_2)
    Nobody answered for three days
  Next:
    collab voice answer voice_2
  $ cat >experiments/shelf.yaml <<'Y'
  > schema: collab.experiment/1
  > id: shelf
  > title: A note when the size is back
  > owner: ana@shop.example
  > touch_point: questions
  > tags: [service, stock]
  > evaluate:
  >   problem: Shoppers ask for sizes and never hear of them again.
  >   hypothesis: A note when the size is back on the shelf brings them in.
  >   baseline: control
  >   metrics:
  >     - id: visit
  >       kind: proportion
  >       role: goal
  >       better: higher
  >       target: ">= +5%"
  >       predict: {change: +20%, between: [+15%, +30%], confidence: 80%}
  >     - {id: complaints, kind: rate, role: guardrail, better: lower, limit: "<= +50%"}
  > experiment:
  >   unit: consumer
  >   variants:
  >     control: {share: 50%, does: Nothing}
  >     note: {share: 50%, does: A note within a week}
  >   control: control
  >   starts: 2026-03-02
  >   cycle: 14d
  >   cost: 400 USD
  >   counts: new
  > monitor: {looks: end}
  > repeat: {cycles: {at_least: 2, at_most: 4}}
  > Y
  $ collab plan shelf -q
  shelf, cycle 1: sealed (op_3)
  title      A note when the size is back
  days       2026-03-02 to 2026-03-15 (planned)
  look       2026-03-15
  goal       visit >= +5%
  guardrail  complaints <= +50%
  plan       a6f5b3190c66
  ledger     head [0-9a-f]{12} (re)
  goals: 5% of error, at one look: intervals at 95%; a wrong goal verdict in the
  whole cycle: at most 5%, a wrong met or better at most 2.5%
  guardrails: ok at the look, intervals at 97.5%; broken on any night
  (always-valid, 97.5%); a wrong verdict on any goal or guardrail: at most 10%
  Planning: without figures nobody knows what 14 days can show. Say what is usual:
  collab power shelf --baseline LEVEL --units N/day
  Next:
    collab record shelf visit=VALUE --variant V --period 2026-03-02
  $ collab learnings
  No cycle is closed yet: what a cycle taught is written when it is decided.
    collab status
  $ collab program --fields closed --json | jq -c .data
  {"closed":0}
  $ collab voice link voice_1 shelf@1
  voice_1: linked (op_4)
    Tell me when my size is back on the shelf
  $ collab voice link voice_2 shelf --as supports
  voice_2: linked (op_5)
    Nobody answered for three days

A row a night; who came back of who was asked:

  $ fortnight() {
  >   echo night,group,back,asked,complaints,orders >nights.csv
  >   for i in $(seq 0 13); do
  >     day=$(date -ud "$1 + $i days" +%F)
  >     printf '%s,control,200,2000,20,2000\n%s,note,%s,2000,20,2000\n' $day $day $2
  >   done >>nights.csv
  >   collab record shelf --from nights.csv --rows summary --counts new --map night=period \
  >     --map group=variant --map back=visit.successes --map asked=visit.n \
  >     --map complaints=complaints.events --map orders=complaints.exposure -q
  > }
  $ export COLLAB_NOW=2026-03-16T12:00:00Z
  $ fortnight 2026-03-02 201
  shelf, cycle 1: 56 recorded (op_6)
  14 more batches as usual (-f json lists all)
  Look 1 (2026-03-15): visit, note: unclear
  Look 1 (2026-03-15): complaints, note: ok
  Next:
    collab review shelf
  $ collab review shelf
  shelf, cycle 1: A note when the size is back
  due since 2026-03-16 | 2026-03-02 to 2026-03-15 | data through 2026-03-15 |
  plan a6f5b3190c66
  note: unclear
  
  Trust: with care
    assumes-independent-exposures (warning): complaints: from summary rows, so
    exposures are taken to be independent; unit rows would show
    ok: late-rows; not checkable: sample-ratio, freshness
  
  What changed
  METRIC      CONTROL    NOTE  EFFECT                    TARGET   VERDICT
  visit           10%  10.05%  +0.5% [-4.365%, +5.613%]  >= +5%   unclear
  complaints       1%      1%  0% [-17.56%, +21.3%]      <= +50%  ok
  left out: ROLE, N, ABSOLUTE (all with -f json or 138 columns)
    visit: the interval [-4.365%, +5.613%] neither shows nor excludes the target
    >= +5%
    complaints: the interval [-17.56%, +21.3%] lies within the limit <= +50%
    Intervals: 95% (goal), 97.5% (guardrail).
  
  Predicted
  METRIC  PREDICTED          SURE   CAME  WITHIN
  visit   +20% [+15%, +30%]   80%  +0.5%  no
  
  What now
  Extend note: note is unclear: when_unclear says extend
    collab decide shelf extend -m "..." --next
  
  By the method: 5 of 5
  goals: 5% of error, at one look: intervals at 95%; a wrong goal verdict in the
  whole cycle: at most 5%, a wrong met or better at most 2.5%
  guardrails: ok at the look, intervals at 97.5%; broken on any night
  (always-valid, 97.5%); a wrong verdict on any goal or guardrail: at most 10%
  Ledger head [0-9a-f]{12} (re)
  $ sed -i 's/A note within a week/A note within an hour/' experiments/shelf.yaml
  $ collab decide shelf adapt -m 'A week is too late: most had bought elsewhere' --next 2>/dev/null | head -3
  shelf, cycle 1: decided, adapt (op_7)
  Because: A week is too late: most had bought elsewhere
  The review asked for: extend, because note is unclear: when_unclear says extend
  $ export COLLAB_NOW=2026-03-31T12:00:00Z
  $ fortnight 2026-03-17 236
  shelf, cycle 2: 56 recorded (op_8)
  14 more batches as usual (-f json lists all)
  Look 1 (2026-03-30): visit, note: met
  Look 1 (2026-03-30): complaints, note: ok
  Next:
    collab review shelf
  $ collab decide shelf extend -m 'Prediction met; once more to be sure' --next 2>/dev/null | head -2
  shelf, cycle 2: decided, extend (op_9)
  Because: Prediction met; once more to be sure
  $ export COLLAB_NOW=2026-04-15T12:00:00Z
  $ fortnight 2026-04-01 240
  shelf, cycle 3: 56 recorded (op_10)
  14 more batches as usual (-f json lists all)
  Look 1 (2026-04-14): visit, note: met
  Look 1 (2026-04-14): complaints, note: ok
  Next:
    collab review shelf
  $ collab review shelf
  shelf, cycle 3: A note when the size is back
  due since 2026-04-15 | 2026-04-01 to 2026-04-14 | data through 2026-04-14 |
  plan f173b5c4e124
  note: met
  
  Trust: with care
    assumes-independent-exposures (warning): complaints: from summary rows, so
    exposures are taken to be independent; unit rows would show
    ok: late-rows; not checkable: sample-ratio, freshness
  
  What changed
  METRIC      ROLE       CONTROL  NOTE  EFFECT                   TARGET   VERDICT
  visit       goal           10%   12%  +20% [+14.45%, +25.82%]  >= +5%   met
  complaints  guardrail       1%    1%  0% [-17.56%, +21.3%]     <= +50%  ok
  left out: N, ABSOLUTE (all with -f json or 131 columns)
    visit: the interval [+14.45%, +25.82%] clears the target >= +5%
    complaints: the interval [-17.56%, +21.3%] lies within the limit <= +50%
    Intervals: 95% (goal), 97.5% (guardrail).
  
  Predicted
  METRIC  PREDICTED          SURE  CAME  WITHIN
  visit   +20% [+15%, +30%]   80%  +20%  yes
  
  Cycles before
  CYCLE  METRIC      EFFECT                    VERDICT  DECISION
      1  visit       +0.5% [-4.365%, +5.613%]  unclear  adapt
         complaints  0% [-17.56%, +21.3%]      ok
      2  visit       +18% [+12.52%, +23.75%]   met      extend
         complaints  0% [-17.56%, +21.3%]      ok
  left out: DAYS, BECAUSE (all with -f json or 135 columns)
  
  Cycles together
  METRIC  VARIANT  CYCLES  EFFECT                     NEXT CYCLE          DIFFER
  visit   note          3  +12.5% [-11.76%, +43.44%]  -29.67% to +79.97%  93.68%
    random effects; DIFFER is the share of their variance that is not chance, NEXT
    CYCLE where the effect of a further one is expected
  
  What now
  Adopt note: note is met: when_met says adopt
    collab decide shelf adopt -m "..."
  
  By the method: 6 of 6
  goals: 5% of error, at one look: intervals at 95%; a wrong goal verdict in the
  whole cycle: at most 5%, a wrong met or better at most 2.5%
  guardrails: ok at the look, intervals at 97.5%; broken on any night
  (always-valid, 97.5%); a wrong verdict on any goal or guardrail: at most 10%
  Ledger head [0-9a-f]{12} (re)
  $ collab decide shelf adopt -m 'Held in two cycles' --where 'all stores'
  shelf, cycle 3: decided, adopt note (op_11)
  Because: Held in two cycles
  From now on: A note within an hour; all stores; to be checked on 2026-10-14
  Next:
    collab show shelf
  $ collab voice close voice_1 -m 'You now get a note within an hour' -q
  voice_1: told what changed (op_12)
    Tell me when my size is back on the shelf
  $ collab decide shelf extend -m x --standard y
  error: extend makes nothing the standard [standard-unused]
    hint: --standard, --where and --check-on go with adopt
  [2]
  $ collab decide shelf adopt -m 'Held in two cycles' --check-on 2026-04-01
  error: 'shelf' was adopted with another standard: A note within an hour [already-decided]
    hint: to look at it again: collab ack std_1 -m "\xe2\x80\xa6" --check-on DAY (esc)
  [5]

The learnings, a year later, by a word:

  $ export COLLAB_NOW=2027-04-20T12:00:00Z
  $ collab learnings elsewhere
  CYCLE    DECISION  FOUND                          LEARNED
  shelf@1  adapt     visit +0.5%                    A week is too late: most had
                     [-4.365%, +5.613%], unclear    bought elsewhere
  left out: DECIDED, VERDICT, PREDICTED (all with -f json or 154 columns)
  Next:
    collab show shelf@1 --form a3
  $ collab learnings 'shelf' --decision adopt --json | jq -c '.data.items[0] | [.cycle, .verdict, .variant, .outcomes[0].prediction.inside, .followed]'
  [3,"met","note",true,false]
  $ collab learnings --metric visit --tag stock
  CYCLE    DECISION    FOUND                         LEARNED
  shelf@3  adopt note  visit +20%                    Held in two cycles
                       [+14.45%, +25.82%], met
  shelf@2  extend      visit +18%                    Prediction met; once more to
                       [+12.52%, +23.75%], met       be sure
  shelf@1  adapt       visit +0.5%                   A week is too late: most had
                       [-4.365%, +5.613%], unclear   bought elsewhere
  left out: DECIDED, VERDICT, PREDICTED (all with -f json or 156 columns)
  
  Cycles together
  METRIC  CYCLES  EFFECT                     NEXT CYCLE          DIFFER
  visit        3  +12.5% [-11.76%, +43.44%]  -29.67% to +79.97%  93.68%
    random effects; DIFFER is the share of their variance that is not chance, NEXT
    CYCLE where the effect of a further one is expected
    visit: shelf@1, shelf@2, shelf@3
  Next:
    collab show shelf@3 --form a3
  $ collab learnings --metric visit -f csv --fields cycle,metric,predicted,within,fidelity,learned
  cycle,metric,predicted,within,fidelity,learned
  3,visit,+20%,true,7 of 7,Held in two cycles
  2,visit,+20%,true,7 of 7,Prediction met; once more to be sure
  1,visit,+20%,false,7 of 7,A week is too late: most had bought elsewhere
  $ collab learnings nothing-like-it
  None of 3 closed cycles is like that.
  $ collab learnings --metric vist --tag stok
  None of 3 closed cycles is like that.
  no closed cycle has the tag 'stok'; did you mean 'stock'?
  no closed cycle has the metric 'vist'; did you mean 'visit'?
  $ collab learnings '"'
  error: there is no word to search for [bad-search]
    hint: words, "a phrase", or the beginning of a word: deliver*
  [2]
  $ collab learnings --decision adapted
  error: 'adapted' is not a decision [unknown-decision]
    hint: did you mean 'adapt'? decisions: adopt, adapt, extend, abandon
  [2]
  $ collab program
  The corner shop
  experiments                1; cycles: 3 closed, 0 open
  from plan to decision      15 d [15, ...]
  from last day to decision  1 d [1, ...]
  closed per 13 weeks        0.656 [0.135, 1.918]: 3 in 59.43 weeks
  every goal met             2 of 3, 66.67% [20.77%, 93.85%]; at most 1.282% of
                             them by chance, if such a share of cycles is met
                             (9.784% at its low end)
  came as predicted          2 of 3, 66.67% [20.77%, 93.85%]; said to be 80% sure
  Brier score                0.24, skill -0.08
  adapted and tried again    1 of 1, 100% [20.7%, 100%]
  standards still kept       -; 1 to be checked
  cost                       1,200 USD over 3 closed cycles, 400 USD a cycle
  
  By the method
  FEATURE                 CYCLES
  prediction-before-data  3 of 3, 100% [43.9%, 100%]
  iteration               3 of 3, 100% [43.9%, 100%]
  enough-data-points      3 of 3, 100% [43.9%, 100%]
  small-first             3 of 3, 100% [43.9%, 100%]
  stated-theory           3 of 3, 100% [43.9%, 100%]
  balancing-measure       3 of 3, 100% [43.9%, 100%]
  decision-in-time        3 of 3, 100% [43.9%, 100%]
  Next:
    collab learnings
  $ collab program --json | jq -c '.schema, .data.predictions.calibration, .data.costs'
  "collab.portfolio/1"
  [{"count":2,"of":3,"share":{"value":0.6666666666666666,"low":0.2076596008020477,"high":0.9385080552796037,"reason":null},"stated":0.8000000000000002}]
  [{"measure":"USD","sum":1200,"cycles":3}]

A standard is asked for when its day has come:

  $ collab status
  The corner shop: 1 experiment, 1 needs you
  
  shelf@3: is it still done? std_1 was to be checked on 2026-10-14: A note within
  an hour
    collab ack std_1 -m "..."
  
  EXPERIMENT  STATE        DAY  DATA THROUGH  GOAL            NEXT LOOK  VERDICT
  shelf@3     closed  14 of 14  2026-04-14    ~~~~~~~~~~~~~~  -          met
  left out: OWNER, TITLE (all with -f json or 126 columns)
  $ collab ack std_1
  error: a check says what was seen [reason-missing]
    hint: collab ack std_1 -m "in 12 of 12 stores"
  [2]
  $ collab ack std_9 -m x
  error: there is no standard std_9 [no-such-standard]
    hint: there are: std_1 (shelf)
  [4]
  $ collab ack std_1 -m 'in 11 of 12 stores'
  std_1 of shelf: kept (op_13)
    A note within an hour; all stores; to be checked on 2027-10-19
  Next:
    collab show shelf
  $ collab ack std_1 -m 'in 11 of 12 stores'
  std_1 of shelf: kept, as was said before
    A note within an hour; all stores; to be checked on 2027-10-19
  Next:
    collab show shelf
  $ collab status | head -4
  The corner shop: 1 experiment, none needs you
  
  EXPERIMENT  STATE        DAY  DATA THROUGH  GOAL            NEXT LOOK  VERDICT
  shelf@3     closed  14 of 14  2026-04-14    ~~~~~~~~~~~~~~  -          met
  $ collab ack std_1 -m 'nobody does it any more' --lapsed --now 2027-11-01T12:00:00Z
  std_1 of shelf: lapsed (op_14)
    A note within an hour; all stores; lapsed
  Next:
    collab show shelf
  $ collab program --now 2027-11-02T12:00:00Z | grep standards
  standards still kept       0 of 1, 0% [0%, 79.35%]

Worksheets, filled from the ledger:

  $ collab show shelf@2 --form pdsa
  PDSA worksheet: A note when the size is back, cycle 2
  cycle        2 of at most 4
  days         2026-03-17 to 2026-03-30, 14 days
  owner        ana@shop.example
  touch point  questions
  
  Plan
  aim          Shoppers ask for sizes and never hear of them again.
  theory       A note when the size is back on the shelf brings them in.
  who gets it  consumer, assigned by unit
  sealed       2026-03-16
  
  Change
  VARIANT  SHARE  DOES
  control  50%    Nothing
  note     50%    A note within an hour
  
  Questions and predictions
  QUESTION            ROLE       PREDICTED          SURE
  visit >= +5%        goal       +20% [+15%, +30%]  80%
  complaints <= +50%  guardrail  not predicted      -
  
  What consumers said
  DAY         KIND       ROLE      TEXT
  2026-02-22  complaint  supports  Nobody answered for three days
  
  Do
  data up to                     2026-03-30
  assumes-independent-exposures  complaints: from summary rows, so exposures are
                                 taken to be independent; unit rows would show
  
  Study: results beside predictions
  METRIC      VARIANT  PREDICTED          CAME                     WITHIN  VERDICT
  visit       note     +20% [+15%, +30%]  +18% [+12.52%, +23.75%]  yes     met
  complaints  note     -                  0% [-17.56%, +21.3%]     -       ok
  
  Study: earlier cycles
  CYCLE  DAYS                      DECISION  BECAUSE
      1  2026-03-02 to 2026-03-15  adapt     A week is too late: most had bought
                                             elsewhere
  
  Cycles together
  METRIC  VARIANT  CYCLES  EFFECT
  visit   note          2  +8.9% [-60.7%, +202%]
  
  Act
  decision    extend
  decided     2026-03-31 by ana
  learned     Prediction met; once more to be sure
  next cycle  the same plan
  By the method: 7 of 7
  $ collab show shelf@1 --form a3 -f md
  <!-- collab:show:shelf -->
  
  ## A3: A note when the size is back
  
  |  |  |
  | --- | --- |
  | owner | ana@shop.example |
  | date | 2026-03-01 |
  | cycle | 1 |
  
  ### 1 Background
  
  |  |  |
  | --- | --- |
  | problem | Shoppers ask for sizes and never hear of them again. |
  | touch point | questions |
  
  ### What consumers said
  
  | DAY | KIND | ROLE | TEXT |
  | --- | --- | --- | --- |
  | 2026-02-20 | idea | hypothesis | Tell me when my size is back on the shelf |
  | 2026-02-22 | complaint | supports | Nobody answered for three days |
  
  ### 2 Current condition
  
  | METRIC | OF | VALUE |
  | --- | --- | ---: |
  | visit | control | 10% [9.65%, 10.36%] |
  | complaints | control | 1% [0.871%, 1.143%] |
  
  ### 3 Goal, by 2026-03-15
  
  | QUESTION | ROLE | PREDICTED | SURE |
  | --- | --- | --- | ---: |
  | visit >= +5% | goal | +20% [+15%, +30%] | 80% |
  | complaints <= +50% | guardrail | not predicted | - |
  
  ### 4 Cause
  
  |  |  |
  | --- | --- |
  | theory | A note when the size is back on the shelf brings them in. |
  
  ### 5 Countermeasures
  
  | VARIANT | SHARE | DOES |
  | --- | ---: | --- |
  | control | 50% | Nothing |
  | note | 50% | A note within a week |
  
  ### 6 Plan
  
  |  |  |
  | --- | --- |
  | who | ana@shop.example |
  | when | 2026-03-02 to 2026-03-15, 14 days |
  | with whom | consumer, assigned by unit |
  
  ### 7 Effect
  
  | METRIC | VARIANT | PREDICTED | CAME | WITHIN | VERDICT |
  | --- | --- | ---: | ---: | --- | --- |
  | visit | note | +20% [+15%, +30%] | +0.5% [-4.365%, +5.613%] | no | unclear |
  | complaints | note | - | 0% [-17.56%, +21.3%] | - | ok |
  
  ### 8 Follow-up
  
  |  |  |
  | --- | --- |
  | decision | adapt |
  | decided | 2026-03-16 by ana |
  | learned | A week is too late: most had bought elsewhere |
  | next cycle: experiment.variants.note.does | A note within a week \xe2\x86\x92 A note within an hour | (esc)
  
  By the method: 7 of 7
  $ collab show shelf@3 --form a3 --json | jq -r '.data.of, (.data.sections | keys_unsorted | join(" "))'
  a3
  head background voices current_condition questions cause change plan contingencies results together act
  $ collab show shelf@2 --form pdca
  error: there is no worksheet 'pdca' [unknown-form]
    hint: did you mean 'pdsa'? worksheets: a3, pdsa
  [2]
