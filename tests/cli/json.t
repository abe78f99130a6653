What the verbs print as JSON is valid by the schemas that the program prints itself.

  $ /usr/bin/python3 -c 'import jsonschema' 2>/dev/null || exit 80
  $ . "$SOURCE/tests/cli/project.sh"; project
  $ valid() { # valid SCHEMA FORMAT COMMAND…: exit code of the command, then faults
  >   local schema=$1 format=$2; shift 2
  >   collab schema "$schema" >"$schema.schema"
  >   collab "$@" -f "$format" >answer 2>errors; local code=$?
  >   local lines=; if test "$format" = ndjson; then lines=--lines; fi
  >   if test -s answer; then /usr/bin/python3 "$SOURCE/tests/schema_check.py" $lines "$schema.schema" <answer; fi
  >   collab schema error >error.schema
  >   grep '^{"schema":"collab.error/1"' errors >faults; grep '^{' errors | grep -v -F -x -f faults >done
  >   if test -s faults; then /usr/bin/python3 "$SOURCE/tests/schema_check.py" --lines error.schema <faults; fi
  >   # What a command that failed did all the same.
  >   if test -s done; then /usr/bin/python3 "$SOURCE/tests/schema_check.py" --lines "$schema.schema" <done; fi
  >   test $code = 0 || echo "$schema: exit $code"
  > }
  $ both() { valid "$1" json "${@:2}"; valid "$1" ndjson "${@:2}"; }

  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ both version version
  $ both help help
  $ both init init other
  $ both validate validate
  $ both status status
  $ both list list
  $ both plan plan quick
  $ both status status
  $ both new new later --template two-variants -n
  $ night 2026-03-02 200 230
  $ export COLLAB_NOW=2026-03-05T12:00:00Z
  $ both review review quick
  $ both run run quick
  $ both record record quick visit=10/100 --variant answers --period 2026-03-03
  $ both record record quick visit=11/100 --variant answers --period 2026-03-03
  record: exit 5
  record: exit 5
  $ both status status
  $ week 200 260
  $ export COLLAB_NOW=2026-03-09T06:00:00Z
  $ both run run quick
  run: exit 5
  run: exit 5
  $ both review review quick
  $ both review review quick --as-of op_1
  $ both decide decide quick extend -m more --next -n
  $ both decide decide quick@1 extend -m more --next
  $ both review review quick@1
  $ both review review --all
  $ both compare compare quick@1:control quick@1:answers
  $ for what in experiments cycles metrics observations; do both list list $what; done
  $ for what in quick quick@1 op_1; do both show show $what; done
  $ both log log
  $ both log log --patch
  $ both plan plan nobody
  plan: exit 4
  plan: exit 4
  $ sed -i 's/kind: proportion/kind: proportoin/' experiments/quick.yaml
  $ both validate validate
  validate: exit 3
  validate: exit 3
