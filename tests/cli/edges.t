Edges: what is refused, kept or said where it seldom matters and then matters much.

  $ . "$SOURCE/tests/cli/project.sh"
  $ fresh() { cd "$CRAMTMP" && mkdir "$1" && cd "$1" && project; }

A failure that an amendment ended keeps the gate at 10 until something is judged by the new plan; status knows it too.

  $ fresh amended
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick >/dev/null
  $ night 2026-03-02 200 210 300
  $ export COLLAB_NOW=2026-03-03T06:00:00Z
  $ collab run quick | grep '^Look'
  Look 0 (2026-03-02): complaints, answers: broken
  $ sed -i 's/<= +50%/<= +900%/' experiments/quick.yaml
  $ collab plan quick --amend -m '  '
  error: an amendment needs a reason [reason-missing]
    hint: add -m WHY
  [2]
  $ export COLLAB_NOW=2026-03-03T08:00:00Z
  $ collab plan quick --amend -m "Anything goes" 2>/dev/null | head -n 1
  quick, cycle 1: amended (op_3)
  $ collab review quick --gate >/dev/null
  gate: quick: amended-plan: amended on day 2: Anything goes; before that a night said broken of complaints of answers: who saw a result and then changed the plan has no error rate to promise
  [10]
  $ collab run quick --gate 2>/dev/null >/dev/null
  [10]
  $ collab status --gate >/dev/null
  gate: quick: amended-plan: amended after a night said broken of complaints of answers: nothing is judged by the new plan yet
  [10]
  $ collab status --json | jq -c '.data.items[0] | [.verdict, .attention, .next_command]'
  [null,"amended after a night said broken of complaints of answers: nothing is judged by the new plan yet","collab review quick"]
  $ night 2026-03-03 200 210 300; night 2026-03-04 200 210 300
  $ export COLLAB_NOW=2026-03-05T06:00:00Z
  $ collab run quick --gate | grep '^Look'
  Look 1 (2026-03-04): visit, answers: unclear
  Look 1 (2026-03-04): complaints, answers: ok
  $ collab status --gate >/dev/null
  $ collab review quick -f json | jq -r '.data.items[0].trust[] | select(.check == "amended-plan") | .status'
  warning

What was known then: an instant stands for the last operation by then. A day alone is none.

  $ asof() { collab review quick --as-of "$1" -f json | jq -c '.data.items[0] | [.data_through, [.outcomes[].verdict]]'; }
  $ asof op_2
  ["2026-03-02",["pending","broken"]]
  $ asof 2026-03-03T07:59:59Z
  ["2026-03-02",["pending","broken"]]
  $ asof op_3
  ["2026-03-02",["pending","pending"]]
  $ asof 2026-03-03T08:00:00Z
  ["2026-03-02",["pending","pending"]]
  $ asof 2026-03-01T11:59:59Z 2>&1 >/dev/null | head -n 1
  {"schema":"collab.error/1","code":"no-such-operation","exit":4,"severity":"error","message":"nothing was recorded by 2026-03-01T11:59:59Z","hint":null,"at":{"file":null,"line":null,"column":null,"path":null},"retryable":false}
  $ collab review quick --as-of 2026-03-03 2>&1 | head -n 1
  error: '2026-03-03' is neither an operation (op_41) nor a time (2026-11-21T08:00:00Z) [bad-value]

A blank reason is none.

  $ collab decide quick abandon --early -m '   '
  error: a decision needs a reason [reason-missing]
    hint: add -m WHY
  [2]
  $ collab run quick --on-conflict correct -m ' '
  error: a correction needs a reason [reason-missing]
    hint: add -m WHY
  [2]
  $ collab monitor quick --exclude '2026-03-03=  '
  error: --exclude '2026-03-03=  ' does not say why [reason-missing]
    hint: --exclude 2026-11-27='Black Friday'
  [2]
  $ collab ack quick -m '  '
  error: the note is blank [reason-missing]
    hint: say what was done, or leave -m out
  [2]

Rows by segment that are in no total are named, until the missing level is there.

  $ fresh parts
  $ sed -i 's/^  expect: daily/&\n  segments: [type]/' experiments/quick.yaml
  $ export COLLAB_NOW=2026-03-04T06:00:00Z
  $ collab plan quick >/dev/null
  $ incomplete() { collab review quick -f json | jq -r '.data.items[0].trust[] | select(.check == "incomplete-segments") | .status, .message'; }
  $ { echo group,type,visits,members,complaints,orders; for v in control answers; do for t in price relationship; do echo $v,$t,100,1000,6,100; done; done; } >data/night-2026-03-02.csv
  $ { echo group,type,visits,members,complaints,orders; for v in control answers; do echo $v,price,50,600,6,100; done; } >data/night-2026-03-03.csv
  $ collab run quick >/dev/null
  $ incomplete
  warning
  complaints of answers by type has 300, its total 200; complaints of control by type has 300, its total 200; visit of answers by type has 2600, its total 2000; visit of control by type has 2600, its total 2000: periods that lack a level are in no total; record the missing rows (zeros too), or a row for the total
  $ for v in control answers; do collab record quick visit=0/0 complaints=0/0 --variant $v --segment type=relationship --period 2026-03-03 >/dev/null; done
  $ incomplete

A row for the cycle as a whole beside rows of periods would be added; so would one grain beside the other.

  $ fresh spans
  $ sed -i 's/^  feeds:/&\n    - {id: whole, file: data\/whole.csv, rows: summary, counts: new, columns: {variant: group, visit: {successes: visits, n: members}}}/' experiments/quick.yaml
  $ export COLLAB_NOW=2026-03-03T12:00:00Z
  $ collab plan quick >/dev/null
  $ collab record quick visit=200/2000 --variant control --period 2026-03-02 >/dev/null
  $ printf 'group,visits,members\ncontrol,300,3000\n' >data/whole.csv
  $ collab record quick --from data/whole.csv --feed whole 2>&1 | grep -v hint
  data/whole.csv: error: visit of control has a row of 2026-03-02, and this one is for the cycle as a whole: counts: new would add both [two-spans]
  $ fresh grains
  $ printf 'member,group,seen\n1,control,1\n2,answers,0\n3,control,1\n' >data/units.csv
  $ units() { collab record quick --from data/units.csv --rows unit --counts new --map member=unit --map group=variant --map seen=visit --period 2026-03-02 "$@"; }
  $ units | head -n 1
  quick: 3 recorded, 3 between (op_1)
  $ collab record quick visit=200/2000 --variant control --period 2026-03-02 | head -n 1
  quick: 1 recorded, 1 between (op_2)
  $ collab plan quick
  error: visit has unit rows and summary rows from 2026-03-02 to 2026-03-08: units would count twice [two-grains]
    hint: let the cycle start after the days of one of them (starts:), or give the metric another id
  [3]

Units delivered again with other content: how many changed, and where.

  $ printf 'member,group,seen\n1,control,0\n2,answers,0\n4,control,1\n' >data/units.csv
  $ units
  data/units.csv: error: flags 2026-03-02: the batch has 3 units with other content than the 3 units recorded by ana at 2026-03-03T12:00:00Z (op_1): 1 changed (visit), 1 new, 1 gone [conflict]
    hint: to replace it and keep the old: --on-conflict correct -m WHY; to leave it: --on-conflict keep
  [5]
  $ printf 'member,group,seen\n1,answers,1\n2,answers,1\n3,control,1\n' >data/units.csv
  $ units 2>&1 | grep -o 'with other content.*'
  with other content than the 3 units recorded by ana at 2026-03-03T12:00:00Z (op_1): 2 changed (variant, visit), 0 new, 0 gone [conflict]

Numbers that a double cannot hold exactly, and cycles beyond the calendar.

  $ fresh large
  $ collab plan quick --starts 9999-12-28
  error: a cycle of 7 days from 9999-12-28 ends after the year 9999 [too-late]
    hint: is the day right? starts: in the definition, or --starts
  [3]
  $ count() { collab record quick complaints.events="$1" complaints.exposure=1000 --variant control --period 2026-03-02; }
  $ count 9007199254740992
  error: complaints: events 9007199254740992 is too large to be kept exactly [too-large]
    hint: numbers lie below 9,007,199,254,740,992 (2^53); another unit of measure?
  [3]
  $ count 9007199254740991 | head -n 1
  quick: 1 recorded, 1 between (op_1)

A unit's events add up exactly, or not at all: within a file, and over days.

  $ fresh sums
  $ sed -i -e '/^    - id: nights/,/^monitor/{/^monitor/!d}' experiments/quick.yaml
  $ sed -i '/^monitor/i\    - {id: log, file: "data/log-{date}.csv", rows: event, counts: new, within: 4d, columns: {unit: member, variant: group, time: at, metric: what, value: amount}}' experiments/quick.yaml
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick >/dev/null
  $ export COLLAB_NOW=2026-03-04T12:00:00Z
  $ event() { echo "m1,control,2026-03-$1T$2:00:00+01:00,$3,$4"; }
  $ { echo member,group,at,what,amount; event 02 09 exposure; event 02 10 complaints 6000000000000; event 02 11 complaints 6000000000000; } >data/log-2026-03-02.csv
  $ collab run quick 2>&1 | grep sum-too-large
  data/log-2026-03-02.csv:4:1: error: the unit's events add up to more than 9.2e12 [sum-too-large]
  $ { echo member,group,at,what,amount; event 02 09 exposure; event 02 10 complaints 6000000000000; } >data/log-2026-03-02.csv
  $ collab run quick | head -n 1
  quick, cycle 1: 2 recorded, 1 awaited (op_2)
  $ { echo member,group,at,what,amount; event 03 10 complaints 6000000000000; } >data/log-2026-03-03.csv
  $ collab run quick 2>&1 | grep sum-too-large
  error: complaints.events: a unit's events add up to more than 9.2e12 [sum-too-large]

A folder that bears a definition's name is a fault among the others, and so is a zone that is none.

  $ mkdir experiments/folder.yaml
  $ sed -i 's/baseline: control/baseline: contrl/' experiments/quick.yaml
  $ collab validate 2>&1 | grep error
  experiments/folder.yaml: error: is a folder [is-a-folder]
  experiments/quick.yaml:9:13: error: baseline 'contrl' is not known [bad-value]
  $ sed -i 's/^time_zone: .*/time_zone: Mars\/Phobos/' collab.yaml
  $ collab validate
  collab.yaml: error: there is no time zone 'Mars/Phobos' [unknown-time-zone]
    hint: a name such as America/Chicago or Europe/Berlin
  experiments/folder.yaml: error: is a folder [is-a-folder]
    hint: a definition is a regular file
  experiments/quick.yaml:9:13: error: baseline 'contrl' is not known [bad-value]
      9 |   baseline: contrl
        |             ^^^^^^
    hint: did you mean 'control'? baseline: control, previous, {last: 28d} or {value: 3.2%}
  [3]
  $ collab status
  error: 'Mars/Phobos' is not a time zone [unknown-time-zone]
    hint: a name of the IANA database: America/Chicago, Europe/Berlin, UTC
  [3]

A night whose name has a date that no calendar has is not passed over in silence.

  $ fresh calendar
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick >/dev/null
  $ export COLLAB_NOW=2026-03-04T06:00:00Z
  $ night 2026-03-02 200 210; night 2026-02-30 200 210; touch data/night-2026-03-.csv
  $ collab run quick 2>&1 >/dev/null
  warning: data/night-2026-02-30.csv: no calendar has the date in this name, so the file belongs to no day and is not read

Rejected rows: the same again are one file, those of another source or of another day get one beside it.

  $ night 2026-03-03 n/a 210
  $ collab run quick --partial 2>/dev/null >/dev/null
  [8]
  $ collab run quick --partial 2>/dev/null >/dev/null
  [8]
  $ ls .collab/rejects
  quick-night-2026-03-03.csv
  $ mkdir other; night 2026-03-03 200 n/b; cp data/night-2026-03-03.csv other/
  $ collab record quick --from other/night-2026-03-03.csv --feed nights --partial --on-conflict keep 2>/dev/null >/dev/null
  [8]
  $ ls .collab/rejects
  quick-night-2026-03-03-2.csv
  quick-night-2026-03-03.csv
  $ tail -qn 1 .collab/rejects/*
  answers,,n/b,2000,60,1000
  control,,n/a,2000,60,1000

A contingency that came true is an annotation of a workflow's step.

  $ fresh alarms
  $ printf '  contingencies:\n    - when: {metric: complaints, variant: answers, above: 12%%, for: 1}\n      then: Pause the queue\n      owner: ben@shop.example\n' >contingency
  $ sed -i '/^  expect: daily/r contingency' experiments/quick.yaml
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick >/dev/null
  $ export COLLAB_NOW=2026-03-03T06:00:00Z
  $ night 2026-03-02 200 210 300
  $ collab run quick --ci github 2>&1 >/dev/null | grep ^::
  ::error::quick: con_1: complaints of answers above 12%25, 2026-03-02: Pause the queue (ben@shop.example)

JSON shows what a terminal would obey as an escape; the value is the same.

  $ fresh hidden
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick >/dev/null
  $ sed -i 's/">= +5%"/">= +6%"/' experiments/quick.yaml
  $ python3 -c 'print("title: \"Answers \u202e within \u200b a day \u2028\"")' >title
  $ sed -i -e '/^title:/{r title' -e 'd}' experiments/quick.yaml
  $ collab plan quick --amend -m "$(python3 -c 'print("why\u202e\U000e0041 caf\u00e9")')" -f json 2>/dev/null >/dev/null
  $ collab log -f json | LC_ALL=C grep -o 'why[^"]*'
  why\\u202e\\udb40\\udc41 caf\xc3\xa9 (esc)
  why\\u202e\\udb40\\udc41 caf\xc3\xa9' -f json (esc)
  $ collab log -f json | python3 -c 'import json,sys; print(ascii(json.load(sys.stdin)["data"]["items"][0]["reason"]))'
  'why\u202e\U000e0041 caf\xe9'
  $ printf '{"id":"a\342\200\256b","kind":"mean","alfa":"\342\200\256"}\n' | collab estimate - 2>/dev/null
  {"id":"a\u202eb","status":"invalid","error":"there is no key 'alfa'; scale, id, kind, control, treatment, alpha, effect, inference, alternative, interval, tuning, prior, theta, margin, strata","code":"unknown-key","line":1}
  [8]

Rates beyond what a number can hold have a reason.

  $ printf '{"id":1,"kind":"rate","control":{"events":0,"exposure":1e-308},"treatment":{"events":0,"exposure":1e-308}}\n{"id":2,"kind":"rate","effect":"relative","control":{"events":1,"exposure":1e10},"treatment":{"events":5,"exposure":1e-300}}\n{"id":3,"kind":"rate","control":{"events":1,"exposure":1e-308},"treatment":{"events":5,"exposure":1e-308}}\n' | collab estimate - | jq -c '[.id, .estimate, .low, .low_reason, .high_reason, .status]'
  [1,null,null,"out-of-range","out-of-range","out-of-range"]
  [2,null,null,"out-of-range","out-of-range","out-of-range"]
  [3,null,null,"out-of-range","out-of-range","out-of-range"]

Each trust check has its own place in a review.

  $ grep -ho '_check{[0-9]*' "$SOURCE"/src/review/checks/*.cpp | sort | uniq -d

Goals that share their error are judged anew together: what a corrected goal loses, another may have lived on.

  $ fresh shared
  $ cat >experiments/two.yaml <<'Y'
  > schema: collab.experiment/1
  > id: two
  > title: Two goals
  > owner: ana@shop.example
  > evaluate:
  >   problem: p
  >   hypothesis: h
  >   baseline: control
  >   metrics:
  >     - {id: visit, kind: proportion, role: goal, better: higher, target: ">= +5%"}
  >     - {id: reply, kind: proportion, role: goal, better: higher, target: ">= +1%"}
  > experiment:
  >   unit: consumer
  >   variants: {control: {share: 50%}, answers: {share: 50%}}
  >   control: control
  >   starts: 2026-03-02
  >   cycle: 7d
  >   counts: new
  > monitor: {looks: end}
  > repeat: {cycles: {at_least: 1, at_most: 3}}
  > Y
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan two >/dev/null
  $ export COLLAB_NOW=2026-03-09T12:00:00Z
  $ typed() { variant=$1; shift; collab record two "$@" --variant $variant --period 2026-03-08; }
  $ typed control visit=1000/10000 reply=2000/10000 >/dev/null
  $ typed answers visit=1500/10000 reply=2143/10000 | grep ^Look
  Look 1 (2026-03-08): visit, answers: met
  Look 1 (2026-03-08): reply, answers: met
  $ typed answers visit=1010/10000 --on-conflict correct -m 'counted twice' | grep ^Look
  Look 1 (2026-03-08): visit, answers: unclear
  Look 1 (2026-03-08): reply, answers: better
  $ typed answers visit=1500/10000 --on-conflict correct -m 'not so' | grep ^Look
  Look 1 (2026-03-08): visit, answers: met
  Look 1 (2026-03-08): reply, answers: met

An answer whose arithmetic goes beyond all numbers ends no stream.

  $ printf '%s\n' '{"id":1,"kind":"mean","effect":"relative","margin":0.02,"alternative":"less","control":{"n":35,"sum":97,"sum_squares":369},"treatment":{"n":10,"sum":10,"sum_squares":57}}' '{"id":2,"kind":"rate","margin":0.1,"alternative":"greater","control":{"events":5,"exposure":100},"treatment":{"events":1,"exposure":10}}' | collab estimate - | jq -c '[.id, (.p_value*1e4|round), .status]'
  [1,187,"too-few"]
  [2,18,"ok"]
