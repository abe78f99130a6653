Import: ledgers of several machines are one.

  $ . "$SOURCE/tests/cli/project.sh"; project; week 200 260
  $ mkdir one two collector
  $ for place in one two collector; do cp -r collab.yaml experiments data $place; done
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick >/dev/null && collab export -o base.ndjson
  base.ndjson: 1 operations in 3 records

Runners without a disk of their own begin with what is known, and leave a file.

  $ runner() { (cd $1; shift; "$@"); }
  $ runner one collab import ../base.ndjson >/dev/null
  $ runner two collab import ../base.ndjson | sed 's/[0-9a-f]\{64\}/DIGEST/'
  1 operation imported
  rows         1 cycle, 1 plan
  experiments  quick
  head         DIGEST
  Next:
    collab run --all
  $ COLLAB_ACTOR=leo COLLAB_NOW=2026-03-03T06:00:00Z runner one collab run quick --period 2026-03-02 >/dev/null
  $ COLLAB_NOW=2026-03-04T06:00:00Z runner two collab run quick --period 2026-03-03 >/dev/null
  $ runner one collab export -o ../one.ndjson -q; runner two collab export -o ../two.ndjson -q

One job collects them, in any order, any overlap, twice.

  $ export COLLAB_NOW=2026-03-04T12:00:00Z
  $ runner collector collab -n import ../one.ndjson | head -1
  2 operations would be imported
  $ ls -A collector | grep collab$
  [1]
  $ runner collector collab import ../two.ndjson ../one.ndjson --json |
  >   jq -c '.data | [.imported, .unchanged, .moved, .repeated], .rows, .experiments'
  [3,0,0,0]
  [{"kind":"cycle","rows":1},{"kind":"plan","rows":1},{"kind":"batch","rows":2},{"kind":"observation","rows":8}]
  ["quick"]
  $ runner collector collab import ../one.ndjson ../base.ndjson ../two.ndjson | head -1
  Everything is there already
  $ runner collector collab verify | head -1
  .collab/ledger.db is sound
  $ cat one.ndjson | collab import - | sed -n '1p;/moved/p'
  1 operation imported
  $ collab import two.ndjson >/dev/null && collab review quick --json | jq -S .data >there
  $ runner collector collab review quick --json | jq -S .data >here; cmp here there

The same night recorded by two is one; a night that differs is a conflict with both values.

  $ COLLAB_NOW=2026-03-04T07:00:00Z runner one collab run quick --period 2026-03-03 >/dev/null
  $ runner one collab export -o ../one.ndjson -q
  $ collab import one.ndjson | sed -n '1p;/repeated/p'
  1 operation imported
  repeated     4 rows that another operation had said before
  $ (cd two; night 2026-03-04 300 310; COLLAB_NOW=2026-03-05T06:00:00Z collab run quick --period 2026-03-04 >/dev/null; collab export -o ../two.ndjson -q)
  $ COLLAB_NOW=2026-03-05T07:00:00Z runner one collab run quick --period 2026-03-04 >/dev/null
  $ runner one collab export -o ../one.ndjson -q
  $ collab import two.ndjson one.ndjson 2>&1 | sed 's/[0-9a-f]\{8\}\//ORIGIN\//g'
  error: visit of answers on 2026-03-04 (quick): 310/2000 units 2000 (ana at 2026-03-05T06:00:00Z, ORIGIN/2) and 260/2000 units 2000 (ana at 2026-03-05T07:00:00Z, ORIGIN/3) [conflict]
    hint: nothing was written; agree on one value, correct the other where it was recorded (collab correct, or collab retract where it was taken back), export that ledger again
  error: visit of control on 2026-03-04 (quick): 300/2000 units 2000 (ana at 2026-03-05T06:00:00Z, ORIGIN/2) and 200/2000 units 2000 (ana at 2026-03-05T07:00:00Z, ORIGIN/3) [conflict]
    hint: nothing was written; agree on one value, correct the other where it was recorded (collab correct, or collab retract where it was taken back), export that ledger again
  $ collab verify | head -1
  .collab/ledger.db is sound

Put right where it was recorded, it is none.

  $ (cd one; cp ../two/data/night-2026-03-04.csv data; COLLAB_NOW=2026-03-05T08:00:00Z collab run quick --period 2026-03-04 --on-conflict correct -m recount >/dev/null; collab export -o ../one.ndjson -q)
  $ collab import one.ndjson two.ndjson | head -1
  3 operations imported
  $ collab verify | head -1
  .collab/ledger.db is sound

A ledger that was copied and went on twice is found.

  $ mkdir copy; cp -r collab.yaml experiments data .collab copy
  $ COLLAB_NOW=2026-03-06T06:00:00Z collab run quick --period 2026-03-05 >/dev/null
  $ COLLAB_NOW=2026-03-06T07:00:00Z runner copy collab run quick --period 2026-03-05 >/dev/null
  $ runner copy collab export | collab import - 2>&1 | sed 's/[0-9a-f]\{32,64\}/HEX/g; s/[0-9a-f]\{8\}\//ORIGIN\//g'
  error: operation 2 of HEX was written twice: as HEX (ana at 2026-03-06T06:00:00Z, ORIGIN/2) and as HEX (ana at 2026-03-06T07:00:00Z, ORIGIN/2) [ledger-forked]
    hint: a ledger's file was copied, and both went on: give each runner a ledger of its own (collab init, then collab import base.ndjson), and record again what one of the two has of its own

What was changed or cut off on its way is refused, and so is what rests on something else.

  $ collab export >all.ndjson; mkdir fresh; cp -r collab.yaml experiments fresh
  $ python3 -c 'import sys; print(sys.stdin.read().replace("successes\\\":200", "successes\\\":201", 1), end="")' <all.ndjson | runner fresh collab import - 2>&1 | sed 's/[0-9]* of [0-9a-f]\{32\}/N of ORIGIN/'
  error: the rows of operation N of ORIGIN are not those of its digest [digests-differ]
    hint: the file was changed or cut off on its way: export it again
  $ sed '0,/"actor":"leo"/s//"actor":"eve"/' all.ndjson | runner fresh collab import - 2>&1 | sed 's/[0-9]* of [0-9a-f]\{32\}/N of ORIGIN/'
  error: operation N of ORIGIN is not what its digest says [digests-differ]
    hint: the file was changed on its way: export it again
  $ head -n 12 all.ndjson | runner fresh collab import - 2>&1 | sed 's/[0-9]* of [0-9a-f]\{32\}/N of ORIGIN/'
  error: operation N of ORIGIN is missing, which the export's first line names [export-cut-off]
    hint: the file is not whole: export it again
  $ head -c 3000 all.ndjson | runner fresh collab import - 2>&1 | sed 's/^-:[0-9]*/-:LINE/'
  -:LINE: error: the last line has no end [export-cut-off]
    hint: the file is not whole: export it again
  $ collab import nowhere.ndjson; echo "exit $?"
  error: there is no file 'nowhere.ndjson' [no-such-file]
    hint: write it with: collab export -o nowhere.ndjson
  exit 4
  $ echo '{"schema":"collab.review/1"}' | runner fresh collab import -; echo "exit $?"
  -:1: error: no line of an export: its schema is not collab.export/1 [bad-export]
    hint: is the file what `collab export` wrote?
  exit 3
  $ runner fresh collab verify | sed -n '1p;/operations/p'
  .collab/ledger.db is sound
  operations  0

An export without texts is to be read, one of one experiment is too; another key is another program.

  $ printf 'id,time,kind,consumer,text\nT-1,2026-02-28T09:00:00Z,idea,c-1,Show the stock\n' >voices.csv
  $ collab voice import voices.csv >/dev/null
  $ collab export --without-text | runner fresh collab import -; echo "exit $?"
  error: the texts of 1 voices or answers are not in the export [texts-missing]
    hint: it was made with --without-text, to be read, not to be imported
  exit 3
  $ collab export quick | runner fresh collab import -; echo "exit $?"
  error: an export of 'quick' alone does not hold all operations of its ledger [export-slice]
    hint: import an export of the whole ledger: collab export -o FILE
  exit 3
  $ (cd two; collab voice import ../voices.csv >/dev/null)
  $ collab export | runner two collab import - 2>&1 | sed 's/[0-9a-f]\{16\}/KEY/g'
  error: the export's units and consumers are under the key KEY, '.collab/key' holds KEY [other-key]
    hint: record them with one key in every ledger (COLLAB_KEY_FILE)
