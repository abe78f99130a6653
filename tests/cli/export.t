Export: the ledger as lines of JSON, nothing left out.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick >/dev/null
  $ night 2026-03-02 200 230
  $ COLLAB_NOW=2026-03-03T12:00:00Z collab run quick >/dev/null
  $ printf 'id,time,kind,consumer,text\nT-1,2026-02-28T09:00:00Z,idea,c-1,Show the stock\n' >voices.csv
  $ collab voice import voices.csv >/dev/null
  $ kinds() { python3 -c 'import json, sys; [print(json.loads(line)["kind"]) for line in sys.stdin]' | uniq -c; }
  $ collab export | kinds
        1 head
        1 operation
        1 cycle
        1 plan
        1 operation
        1 batch
        4 observation
        1 operation
        1 setting
        1 voice

Every line is as its schema says, and the same ledger is the same lines.

  $ collab export | /usr/bin/python3 "$SOURCE/tests/schema_check.py" --lines "$SOURCE/schemas/export.schema.json"
  $ collab export >one; collab export >two; cmp one two
  $ collab export | python3 -c '
  > import json, sys
  > lines = [json.loads(line) for line in sys.stdin]
  > operations = [line for line in lines if line["kind"] == "operation"]
  > print(lines[0]["heads"][0]["digest"] == operations[-1]["digest"], [o["sequence"] for o in operations])
  > print([line["statistics"] for line in lines if line["kind"] == "observation"][0])
  > print([(line["is"], line["text"]) for line in lines if line["kind"] == "voice"])'
  True [1, 2, 3]
  {"n":2000,"successes":200,"units":2000}
  [('idea', 'Show the stock')]

The lines say all that the digests rest on: another program finds the same ones.

  $ collab export | python3 "$SOURCE/tests/cli/export_digests.py"
  3 operations, 0 differences

To a file for its owner alone; one experiment; without what consumers said.

  $ collab export -o ledger.ndjson && stat -c %a ledger.ndjson && cmp one ledger.ndjson
  ledger.ndjson: 3 operations in 12 records
  600
  $ collab export quick --without-text | kinds
        1 head
        1 operation
        1 cycle
        1 plan
        1 operation
        1 batch
        4 observation
  $ collab export --without-text | grep -c "Show the stock"
  0
  [1]
  $ collab export quikc; echo "exit $?"
  error: no operation touched 'quikc' [no-such-experiment]
    hint: collab list names the experiments; without one the whole ledger is exported
  exit 4
  $ collab export -f csv
  error: collab export writes all it has as NDJSON, to standard output or to one file [bad-value]
    hint: collab export -o ledger.ndjson; choose with jq: `collab export | jq -c ...`
  [2]
