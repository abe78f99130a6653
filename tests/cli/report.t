A page to hand to others: one file, or a folder with an index.

  $ . "$SOURCE/tests/cli/project.sh"; project; export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab report
  error: there is no ledger at .collab/ledger.db: nothing was planned yet [no-ledger]
    hint: collab plan
  [4]
  $ collab plan -q >/dev/null
  $ collab report nope
  error: there is no cycle of an experiment 'nope' in the ledger [no-such-experiment]
    hint: `collab list experiments` lists them; `collab plan nope` opens a first cycle
  [4]
  $ export COLLAB_NOW=2026-03-09T06:00:00Z
  $ for day in 2 3 4 5 6 7 8; do night 2026-03-0$day 10$day 13$((day % 5)); done; collab run -q >/dev/null
  $ collab decide quick extend -m 'a third more came back' --next -q >/dev/null
  $ collab report
  The corner shop, 2026-03-09
  EXPERIMENT  STATE                DAY  DATA THROUGH  GOAL  NEXT LOOK   VERDICT
  quick@2     planned  from 2026-03-10  -                   2026-03-12  -
  left out: OWNER, TITLE (all with -f json or 117 columns)
  
  A3: Answers within a day
  owner  ana@shop.example
  date   2026-03-01
  cycle  1
  
  1 Background
  problem      Questions wait for days.
  touch point  questions
  
  2 Current condition
  METRIC      OF       VALUE
  visit       control  5.25% [4.886%, 5.633%]
  complaints  control  6% [5.363%, 6.691%]
  
  3 Goal, by 2026-03-08
  QUESTION            ROLE       PREDICTED
  visit >= +5%        goal       not predicted
  complaints <= +50%  guardrail  not predicted
  
  4 Cause
  theory  Quick answers bring shoppers back.
  
  5 Countermeasures
  VARIANT  SHARE  DOES
  control  50%    Questions wait
  answers  50%    Somebody answers
  
  6 Plan
  who        ana@shop.example
  when       2026-03-02 to 2026-03-08, 7 days
  with whom  consumer, assigned by unit
  
  7 Effect
  METRIC      VARIANT  CAME                        VERDICT
  visit       answers  +25.85% [+14.55%, +38.27%]  met
  complaints  answers  0% [-14.55%, +17.02%]       ok
  
  8 Follow-up
  decision    extend
  decided     2026-03-09 by ana
  learned     a third more came back
  next cycle  the same plan
  By the method: 4 of 7; missing: prediction-before-data (nothing was predicted:
  predict: {change: +8%, between: [+3%, +12%], confidence: 80%});
  enough-data-points (7 periods with data, 12 show a course over time);
  stated-theory (problem and hypothesis: at least 5 words each say what is
  expected and why)
  
  What its closed cycles taught
  CYCLE    DECISION  FOUND                                  LEARNED
  quick@1  extend    visit +25.85% [+14.55%, +38.27%], met  a third more came back
  left out: DECIDED, VERDICT, PREDICTED (all with -f json or 112 columns)
  
  visit of control: too early to tell noise from news: 7 periods to learn from, 12
  at least are needed
  6.746% |-------
         |
         |
         |
         |      o
   5.25% |.ooooo.
         |o
         |
         |
         |
  3.754% |-------
  p chart (binomial), 2026-03-02 to 2026-03-08
  nhs: seven-point-trend 2026-03-02..2026-03-08 (a steady process shows one in
  0.8626% of such charts)
  Trial limits: from 7 periods only
  
  visit of answers: too early to tell noise from news: 7 periods to learn from, 12
  at least are needed
  8.274% |-------
         |
         |
         |
         |
  6.607% |ooooooo
         |
         |
         |
         |
  4.941% |-------
  p chart (binomial), 2026-03-02 to 2026-03-08
  nhs: no signal (a steady process shows one in 0.8626% of such charts)
  Trial limits: from 7 periods only
  
  complaints of control: too early to tell noise from news: 7 periods to learn
  from, 12 at least are needed
  8.324% |-------
         |
         |
         |
         |
      6% |ooooooo
         |
         |
         |
         |
  3.676% |-------
  u chart (poisson), 2026-03-02 to 2026-03-08
  nhs: no signal (a steady process shows one in 0.8626% of such charts)
  Trial limits: from 7 periods only
  
  complaints of answers: too early to tell noise from news: 7 periods to learn
  from, 12 at least are needed
  8.324% |-------
         |
         |
         |
         |
      6% |ooooooo
         |
         |
         |
         |
  3.676% |-------
  u chart (poisson), 2026-03-02 to 2026-03-08
  nhs: no signal (a steady process shows one in 0.8626% of such charts)
  Trial limits: from 7 periods only

The next cycle has no data yet, so the page is still of the one before. As parts of a folder:

  $ collab report -o site/ && ls site
  index.html
  quick.html
  $ grep -o '<a href[^>]*>[^<]*</a>' site/index.html
  <a href="quick.html">quick@2</a>
  $ collab report -o site/ -o all.md -f md && ls site && head -n 3 site/quick.md all.md
  index.html
  index.md
  quick.html
  quick.md
  ==> site/quick.md <==
  <!-- collab:report:quick -->
  
  ## A3: Answers within a day
  
  ==> all.md <==
  <!-- collab:report -->
  
  ## The corner shop, 2026-03-09
  $ grep -o '\[quick@2\](quick.md)' site/index.md
  [quick@2](quick.md)
  $ collab review quick -o site/
  error: site/ is a folder [cannot-write]
    hint: name a file in it
  [1]
  $ collab report -o all.md/
  error: all.md/ is no folder [cannot-write]
    hint: leave the / out to write one page
  [1]
  $ collab report -o .collab/
  error: .collab/ is the ledger's folder [output-protected]
    hint: an answer does not go there; choose another name for -o
  [2]
  $ collab report -o .collab/pages/
  error: .collab/pages/ is the ledger's folder [output-protected]
    hint: an answer does not go there; choose another name for -o
  [2]
  $ mkdir linked; ln -s ../.collab/ledger.db linked/quick.html; collab report -o linked/
  error: linked/quick.html is the ledger [output-protected]
    hint: an answer does not replace it; choose another name for -o
  [2]
  $ collab verify | head -n 1; ls linked
  .collab/ledger.db is sound
  quick.html
  $ collab report -o none/site/
  error: none/site/ could not be written: there is no folder none [cannot-write]
    hint: nothing was done; make the folder first
  [1]
  $ collab report -f csv
  experiment,cycle,title,owner,state,verdict,closed
  quick,1,Answers within a day,ana@shop.example,planned,,1
  $ collab report quick quick --json | python3 -c 'import json,sys; d=json.load(sys.stdin)["data"]; print(d["day"], [(i["experiment"], i["cycle"], i["state"], i["closed"]) for i in d["items"]], sorted(d["items"][0]["worksheet"]["sections"])[:3])'
  2026-03-09 [('quick', 1, 'planned', 1)] ['act', 'background', 'cause']

An experiment may be called index, and still the index is found.

  $ sed 's/^id: quick/id: index/' experiments/quick.yaml >experiments/index.yaml; collab plan index -q >/dev/null
  $ collab report -o both/ && ls both && grep -o '<a href[^>]*>[^<]*</a>' both/index.html
  _index.html
  index.html
  quick.html
  <a href="_index.html">index@1</a>
  <a href="quick.html">quick@2</a>
  $ rm experiments/index.yaml

What was put away is told of when it is named.

  $ export COLLAB_NOW=2026-03-18T06:00:00Z
  $ for each in quick index; do collab decide $each abandon -m 'over' --early -q >/dev/null; done
  $ collab archive quick index -m 'over' -q >/dev/null
  $ collab report
  The corner shop, 2026-03-18
  Every experiment was put away; name those to tell of.
  $ collab report quick | head -n 6
  The corner shop, 2026-03-18
  EXPERIMENT  STATE      DAY  DATA THROUGH  GOAL  NEXT LOOK  VERDICT
  quick@2     closed  7 of 7  -                   -          no data
  left out: OWNER, TITLE (all with -f json or 106 columns)
  
  A3: Answers within a day
