The schemas of the two definition files and of every output.

  $ collab schema | head -n 4
  ack
  archive
  backup
  compare
  $ for name in experiment program review error; do
  >   collab schema $name | python3 -c 'import json,sys; print(json.load(sys.stdin)["title"])'
  > done
  experiments/ID.yaml
  collab.yaml
  collab.review/1
  collab.error/1

What is printed is the file in the source tree, byte for byte.

  $ for file in "$SOURCE"/schemas/*.schema.json; do
  >   name=$(basename "$file" .schema.json); collab schema $name | cmp - "$file" || echo "$name"
  > done

  $ collab schema reviews
  error: there is no schema 'reviews' [no-such-schema]
    hint: did you mean 'review'? schemas: ack, archive, backup, compare, completion, decide, error, estimate, estimate-request, experiment, export, forget, help, import, init, learnings, list, log, mend, monitor, new, plan, portfolio, power, program, purge, record, report, review, run, schema, show, status, validate, verify, version, voice
  [4]
