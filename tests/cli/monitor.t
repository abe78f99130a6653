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
  $ play 9
  $ play 10
  $ collab status
  $ collab ack con_1 -m 'till was off; file will follow'
  $ collab ack con_1
  $ play 11
  $ play 12 150
  $ play 13 160
  $ play 14
  $ collab monitor quick
  $ collab review quick --gate >/dev/null
  $ collab log --fields operation,verb -f csv | head -n 2

On night 15 it turns out that the moderator had counted twice: the complaints of night 13 were 61.

  $ night 2026-03-14 209 236 61
  $ export COLLAB_NOW=2026-03-16T12:00:00Z
  $ collab run quick --period 2026-03-14 --on-conflict correct -m 'counted twice' | head -n 1
  $ collab monitor quick --json | jq -c '.data.contingencies[] | [.id, .period, .lag_seconds, .state, .acknowledged.actor]'
  $ for n in 15 16 17 18 19 20 21 22 23 24 25 26 27 28; do play $n; done
  $ collab ack quick -m 'queue paused for a day' | head -n 2
  $ collab status --json | jq -c '.data.items[0] | [.contingencies, (.recent | length)]'

What was said on the morning of night 14, and what has changed since.

  $ collab monitor quick --as-of 2026-03-15T12:00:00Z
  $ collab monitor quick complaints --variant answers --rules shewhart,anhoej
  $ LC_ALL=C collab monitor quick --variant answers | head -n 4
  $ collab monitor quick complaints -f csv --fields period,variant,value,upper,alarm | sed -n '1p;13,14p'

Names that are not there, and flags that cannot be.

  $ collab monitor quick complaint
  $ collab monitor quick --variant answer
  $ collab monitor quick --rules nelson
  $ collab monitor quick --segment price
  $ collab monitor quick --segment typ=price
  $ collab ack con_9
  $ collab ack quick

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
