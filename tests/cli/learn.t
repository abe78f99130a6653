Three cycles of one experiment fed by voices: ideas in, a hypothesis linked, a prediction missed,
adapted, met, adopted; found a year later by a word in it.

  $ . "$SOURCE/tests/cli/project.sh"; project; rm experiments/quick.yaml
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab voice add idea 'Tell me when my size is back on the shelf' --touch-point questions --consumer c-1 --at 2026-02-20T09:00:00Z
  $ collab voice add complaint 'Nobody answered for three days' --touch-point questions --consumer c-2 --at 2026-02-22T09:00:00Z
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
  $ collab learnings
  $ collab program --fields closed --json | jq -c .data
  $ collab voice link voice_1 shelf@1
  $ collab voice link voice_2 shelf --as supports

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
  $ collab review shelf
  $ sed -i 's/A note within a week/A note within an hour/' experiments/shelf.yaml
  $ collab decide shelf adapt -m 'A week is too late: most had bought elsewhere' --next | head -3
  $ export COLLAB_NOW=2026-03-31T12:00:00Z
  $ fortnight 2026-03-17 236
  $ collab decide shelf extend -m 'Prediction met; once more to be sure' --next | head -2
  $ export COLLAB_NOW=2026-04-15T12:00:00Z
  $ fortnight 2026-04-01 240
  $ collab review shelf
  $ collab decide shelf adopt -m 'Held in two cycles' --where 'all stores'
  $ collab voice close voice_1 -m 'You now get a note within an hour' -q
  $ collab decide shelf extend -m x --standard y
  $ collab decide shelf adopt -m 'Held in two cycles' --check-on 2026-04-01

The learnings, a year later, by a word:

  $ export COLLAB_NOW=2027-04-20T12:00:00Z
  $ collab learnings elsewhere
  $ collab learnings 'shelf' --decision adopt --json | jq -c '.data.items[0] | [.cycle, .verdict, .variant, .outcomes[0].prediction.inside, .followed]'
  $ collab learnings --metric visit --tag stock
  $ collab learnings --metric visit -f csv --fields cycle,metric,predicted,within,fidelity,learned
  $ collab learnings nothing-like-it
  $ collab learnings '"'
  $ collab learnings --decision adapted
  $ collab program
  $ collab program --json | jq -c '.schema, .data.predictions.calibration, .data.costs'

A standard is asked for when its day has come:

  $ collab status
  $ collab ack std_1
  $ collab ack std_9 -m x
  $ collab ack std_1 -m 'in 11 of 12 stores'
  $ collab ack std_1 -m 'in 11 of 12 stores'
  $ collab status | head -4
  $ collab ack std_1 -m 'nobody does it any more' --lapsed --now 2027-11-01T12:00:00Z
  $ collab program --now 2027-11-02T12:00:00Z | grep standards

Worksheets, filled from the ledger:

  $ collab show shelf@2 --form pdsa
  $ collab show shelf@1 --form a3 -f md
  $ collab show shelf@3 --form a3 --json | jq -r '.data.of, (.data.sections | keys_unsorted | join(" "))'
  $ collab show shelf@2 --form pdca
