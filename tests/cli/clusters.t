Whole stores got a variant: stores are compared, and what taking units for independent would have
said stands beside.

  $ . "$SOURCE/tests/cli/project.sh"
  $ mkdir stores && cd stores && mkdir experiments data
  $ printf 'schema: collab.program/1\nprogram: P\ntime_zone: UTC\ncurrency: USD\n' >collab.yaml
  $ cat >experiments/stores.yaml <<'Y'
  > schema: collab.experiment/1
  > id: stores
  > title: Stores that answer
  > owner: ana@shop.example
  > evaluate:
  >   problem: p
  >   hypothesis: h
  >   baseline: control
  >   metrics:
  >     - {id: spend, kind: mean, role: goal, better: higher, target: ">= +2%"}
  >     - {id: minutes, kind: quantile, quantile: p90, role: guardrail, better: lower, limit: "<= +20%"}
  > experiment:
  >   unit: consumer
  >   assigned_by: store
  >   variants: {control: {share: 50%}, answers: {share: 50%}}
  >   control: control
  >   starts: 2026-03-02
  >   cycle: 7d
  >   feeds:
  >     - {id: m, file: data/m.csv, rows: unit, counts: new, columns: {unit: id, variant: g, store: s, spend: spend, minutes: min}}
  > repeat: {cycles: {at_least: 1, at_most: 3}}
  > Y
  $ python3 - <<'P'
  > with open("data/m.csv", "w") as out:
  >     out.write("id,g,s,spend,min\n")
  >     for store in range(12):
  >         group = "answers" if store % 2 else "control"
  >         for i in range(40):
  >             spend = 50 + store % 5 + (i % 9 - 4) + (6 if store % 2 else 0)
  >             out.write(f"u{store}-{i},{group},T{store:02},{spend},{(i * 7 + store * 3) % 60}\n")
  > P
  $ export COLLAB_NOW=2026-03-12T12:00:00Z
  $ collab plan stores -q >plan.txt
  $ collab run stores -q >run.txt
  $ collab review stores --json | jq -c '.data.items[0].outcomes[] | {metric, method: .effect.method, n: .observed.n, of: .observed.n_of, verdict, also: [.alternatives[].name]}'
  {"metric":"spend","method":"mean-by-cluster","n":6,"of":"clusters","verdict":"met","also":["by-unit"]}
  {"metric":"minutes","method":"quantile-by-cluster","n":6,"of":"clusters","verdict":"ok","also":["by-unit"]}

The variance by store is many times that by unit: the design effect.

  $ collab review stores --json | jq '.data.items[0].outcomes[0].alternatives[0].variance_ratio > 2'
  true

Units are counted and never listed.

  $ collab list observations
  no rows that could be listed
  480 unit rows in 1 batch are recorded; they are kept by pseudonym and not listed

A row without its store is refused where it stands.

  $ sed -i '2s/T00//' data/m.csv
  $ collab run stores --on-conflict correct -m again
  data/m.csv:2:14: error: store is empty, and store is what was assigned [missing-cluster]
    hint: say where the row belongs, or leave it out
  [3]
