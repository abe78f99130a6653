Formats, fields, files and exit codes.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick >/dev/null
  $ week 200 260
  $ export COLLAB_NOW=2026-03-09T06:00:00Z
  $ collab run quick >/dev/null

Lists are data.items; fields pick and order.

  $ collab list metrics --json --fields metric,kind | python3 -c 'import json,sys; d=json.load(sys.stdin); print(sorted(d)); print(d["schema"], d["command"], d["data"])'
  ['command', 'data', 'generated_at', 'schema', 'version', 'warnings']
  collab.list/1 list {'of': 'metrics', 'items': [{'metric': 'visit', 'kind': 'proportion'}, {'metric': 'complaints', 'kind': 'rate'}]}
  $ collab list metrics -f ndjson --fields metric,kind
  {"schema":"collab.list/1","metric":"visit","kind":"proportion"}
  {"schema":"collab.list/1","metric":"complaints","kind":"rate"}
  $ collab list metrics -f csv --fields kind,metric
  kind,metric
  proportion,visit
  rate,complaints
  $ collab list metrics --fields metric,kind
  metric      kind
  visit       proportion
  complaints  rate
  $ collab list metrics --fields metric,colour
  error: this answer has no field 'colour' [unknown-field]
    hint: fields: experiment, cycle, metric, kind, role, better, target, measure
  [2]
  $ collab list metrics -f yaml
  error: there is no output format 'yaml' [unknown-format]
    hint: formats: csv, html, json, junit, md, ndjson, table
  [2]

The format can come from the environment; a flag wins.

  $ COLLAB_FORMAT=csv collab list cycles --fields cycle,state
  cycle,state
  1,due
  $ COLLAB_FORMAT=csv collab list cycles --fields cycle,state -f ndjson
  {"schema":"collab.list/1","cycle":1,"state":"due"}

-o writes files, the format by their names, and nothing on standard output.

  $ collab review quick -o review.json -o review.txt
  $ python3 -c 'import json; print(json.load(open("review.json"))["schema"])'
  collab.review/1
  $ head -n 1 review.txt
  quick, cycle 1: Answers within a day
  $ collab review quick -o nowhere/review.json
  error: nowhere/review.json could not be written: there is no folder nowhere [cannot-write]
    hint: nothing was done; make the folder first
  [1]

Never over a ledger, a key or a definition, nor into a pipe that nobody reads; and what was recorded is said to be.

  $ collab log -o .collab/ledger.db
  error: .collab/ledger.db is the ledger [output-protected]
    hint: an answer does not replace it; choose another name for -o
  [2]
  $ cp .collab/ledger.db copy; collab log -o copy
  error: copy is an SQLite database [output-protected]
    hint: an answer does not replace it; choose another name for -o
  [2]
  $ collab log -o experiments/quick.yaml
  error: experiments/quick.yaml is a definition [output-protected]
    hint: an answer does not replace it; choose another name for -o
  [2]
  $ ln -s collab.yaml link.json; collab log -o link.json
  error: link.json is a definition [output-protected]
    hint: an answer does not replace it; choose another name for -o
  [2]
  $ mkfifo pipe; collab log -o pipe
  error: pipe could not be written: nobody reads that pipe [cannot-write]
  [1]
  $ collab log -o -
  error: -o '-' names no file [bad-value]
    hint: without -o the answer goes to standard output
  [2]
  $ collab status | head -n 1
  The corner shop: 1 experiment, 1 needs you

No colour in a pipe unless asked for; NO_COLOR is heard.

  $ collab status | grep -c $'\033'
  0
  [1]
  $ collab status --color always | grep -c $'\033' | sed 's/[1-9][0-9]*/some/'
  some
  $ NO_COLOR=1 collab status --color auto | grep -c $'\033'
  0
  [1]

Every line fits the terminal, from 40 to 200 columns.

  $ for width in 40 80 120 200; do
  >   COLUMNS=$width collab review quick | python3 -c 'import sys; w=int(sys.argv[1]); print(max(map(len, sys.stdin.read().split("\n"))) <= w)' $width
  > done
  True
  True
  True
  True

Alone it is status; usage is 2, not found 4.

  $ collab | diff - <(collab status)
  $ collab list --where
  error: --where needs a value [value-missing]
    hint: --where K=V
  [2]
  $ collab review nobody -q
  error: there is no cycle of an experiment 'nobody' in the ledger [no-such-experiment]
    hint: `collab list experiments` lists them; `collab plan nobody` opens a first cycle
  [4]
