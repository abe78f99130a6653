Events: who was exposed, what they did.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ sed -i -e 's/^id: quick/id: letters/' -e '/^    - id: nights/,/^monitor/{/^monitor/!d}' experiments/quick.yaml
  $ mv experiments/quick.yaml experiments/letters.yaml
  $ sed -i '/^monitor/i\    - {id: log, file: "data/log-{date}.csv", rows: event, counts: new, within: 4d, columns: {unit: member, variant: group, time: at, metric: what, value: amount}}' experiments/letters.yaml
  $ export COLLAB_NOW=2026-03-04T12:00:00Z
  $ collab plan letters >/dev/null
  $ python3 - <<'P'
  > for day in ("02", "03"):
  >     with open(f"data/log-2026-03-{day}.csv", "w") as out:
  >         out.write("member,group,at,what,amount\r\n")
  >         for i in range(1000):
  >             group = "answers" if i % 2 else "control"
  >             if day == "02":
  >                 out.write(f'"m{i}",{group},2026-03-02T09:00:00+01:00,exposure,\r\n')
  >             if i % 10 < (3 if group == "answers" else 2):
  >                 out.write(f"m{i},{group},2026-03-{day}T18:00:00+01:00,visit,\r\n")
  >         if day == "03":
  >             out.write("m7,answers,2026-03-02T23:59:59+01:00,complaints,2\r\n")
  > P
  $ collab run letters
  letters, cycle 1: 1,401 recorded (op_2)
  FEED  PERIOD      OUTCOME    ROWS  UNITS  CYCLE  SOURCE
  log   2026-03-02  recorded  1,200  1,000      1  data/log-2026-03-02.csv
  log   2026-03-02  recorded      1      1      1  data/log-2026-03-03.csv
  log   2026-03-03  recorded    200    200      1  data/log-2026-03-03.csv
  Next:
    collab review letters
  $ collab run letters | head -n 1
  letters, cycle 1: 1,401 unchanged
  $ collab review letters | sed -n '/^What changed/,/^$/p'
  What changed
  METRIC      CONTROL  ANSWERS  EFFECT                          TARGET   VERDICT
  visit           20%      20%  0% [-33.6%, +50.6%]             >= +5%   pending
  complaints       0%     0.4%  [zero-baseline] [-99.74%, ...]  <= +50%  pending
  left out: ROLE, UNITS, ABSOLUTE (all with -f json or 126 columns)
    visit (always-valid) [no-look-due]: no look is due yet
    complaints (always-valid) [no-look-due]: no look is due yet
    Intervals: 95% (goal), 97.5% (guardrail).
  

A day's file may be read in several passes, and says the same.

  $ collab record letters --from data/log-2026-03-03.csv --feed log --memory 1M | head -n 1
  letters, cycle 1: 201 unchanged

What happened on the day before is that day's, under the name of its file.

  $ sqlite3 .collab/ledger.db "SELECT period, name, rows FROM batch ORDER BY id"
  2026-03-02||1200
  2026-03-02|2026-03-03|1
  2026-03-03||200

A fault has its place, other rows are a conflict, and a size is a size.

  $ sed 's/complaints,2/complaints,two/' data/log-2026-03-03.csv > data/bad.csv
  $ collab record letters --from data/bad.csv --feed log
  data/bad.csv:202:49: error: 'two' is not a number [bad-value]
    hint: a number, or nothing where it is missing
  [3]
  $ sed 's/complaints,2/complaints,3/' data/log-2026-03-03.csv > data/log-2026-03-03.new
  $ mv data/log-2026-03-03.new data/log-2026-03-03.csv
  $ collab record letters --from data/log-2026-03-03.csv --feed log
  letters, cycle 1: 200 unchanged, 1 conflict
  FEED  PERIOD      OUTCOME    ROWS  UNITS  CYCLE  REMARK
  log   2026-03-02  conflict      1      1      1  the batch has 1 events with
                                                   other content than the 1 events
                                                   recorded by ana at
                                                   2026-03-04T12:00:00Z (op_2): 1
                                                   changed (complaints.events), 0
                                                   new, 0 gone
  log   2026-03-03  unchanged   200    200      1
  left out: SOURCE (all with -f json)
  1 fault found
  Next:
    collab review letters
  data/log-2026-03-03.csv: error: log 2026-03-02: the batch has 1 events with other content than the 1 events recorded by ana at 2026-03-04T12:00:00Z (op_2): 1 changed (complaints.events), 0 new, 0 gone [conflict]
    hint: to replace it and keep the old: --on-conflict correct -m WHY; to leave it: --on-conflict keep
  [5]
  $ collab record letters --from data/log-2026-03-03.csv --feed log --memory lots
  error: --memory is 'lots', which is not a size of at least 1M: 512M, 2G [bad-value]
  [2]

Who asks to be forgotten is in no night any more.

  $ printf 'm7\nm13\nm5000\n' | collab forget - -n
  2 consumers would be forgotten: 3 unit rows in 2 batches
  1 not known here
  To be computed without them: letters
  Out of reach: backups and exports made before, the sources themselves, and the
  totals that looks and decisions rest on
  $ printf 'm7\nm13\nm5000\n' | collab forget -
  2 consumers forgotten: 3 unit rows in 2 batches (op_3)
  1 not known here
  Now computed without them: letters
  Out of reach: backups and exports made before, the sources themselves, and the
  totals that looks and decisions rest on
  $ collab review letters --json | jq -c '.data.items[0].outcomes[0] | [.baseline.n, .observed.n]'
  [500,498]
  $ sed -i 's/complaints,3/complaints,2/' data/log-2026-03-03.csv
  $ collab run letters | head -n 1
  letters, cycle 1: 1,401 unchanged
  $ collab log letters -f csv --fields verb,command --limit 1
  verb,command
  forget,collab forget -
  $ collab verify | head -n 3
  .collab/ledger.db is sound
  
  Checked

Machines that each record a night of the same members are one, whoever numbered them.

  $ export COLLAB_KEY_FILE="$PWD/.collab/key"
  $ mkdir base one two whole
  $ for place in base one two whole; do cp -r collab.yaml experiments data $place; done
  $ inside() { (cd $1; shift; "$@"); }
  $ inside base collab plan letters >/dev/null; inside base collab export -o ../base.ndjson -q
  $ rm one/data/log-2026-03-03.csv two/data/log-2026-03-02.csv
  $ for place in one two whole; do
  >   inside $place collab import ../base.ndjson >/dev/null; inside $place collab run letters | head -n 1
  >   inside $place collab export -o ../$place.ndjson -q
  > done
  letters, cycle 1: 1,200 recorded, 1 awaited (op_2)
  letters, cycle 1: 201 recorded (op_2)
  letters, cycle 1: 1,401 recorded (op_2)
  $ inside base collab import ../two.ndjson ../one.ndjson | sed '/^head/d'
  2 operations imported
  unchanged    1 operation
  rows         3 batch, 3 run, 2 setting, 3 unit_segment
  experiments  letters
  Next:
    collab run --all
  $ inside base collab verify | sed -n '1p;/units/p'
  .collab/ledger.db is sound
  unit rows   1,201 in 3 runs, of 1,000 units
  $ for place in base whole; do inside $place collab review letters --json | jq -S '.data.items[0].outcomes' >$place.json; done
  $ cmp base.json whole.json && jq -c '[.[].observed.n]' base.json
  [500,500]
  $ grep -c '"kind":"unit_segment"' one.ndjson two.ndjson
  one.ndjson:1
  two.ndjson:2
  $ inside two collab import ../one.ndjson | head -n 1
  1 operation imported
  $ inside two collab review letters --json | jq -S '.data.items[0].outcomes' | cmp - whole.json
