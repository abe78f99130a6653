With --json every fault is one line of collab.error/1 on standard error, and standard output is empty.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ export COLLAB_NOW=2026-03-03T12:00:00Z
  $ collab plan quik --json
  {"schema":"collab.error/1","code":"no-such-experiment","exit":4,"severity":"error","message":"there is no experiment 'quik' (experiments/quik.yaml does not exist)","hint":"did you mean 'quick'?","at":{"file":null,"line":null,"column":null,"path":null},"retryable":false}
  [4]
  $ collab plan quick --json --colour
  {"schema":"collab.error/1","code":"unknown-flag","exit":2,"severity":"error","message":"collab plan has no flag '--colour'","hint":"did you mean '--color'?","at":{"file":null,"line":null,"column":null,"path":null},"retryable":false}
  [2]
  $ sed -i 's/kind: proportion/kind: proportoin/; s/looks: .*/looks: [3d, 9d]/' experiments/quick.yaml
  $ collab plan quick --json 2>errors >answer
  [3]
  $ wc -c <answer
  0
  $ python3 -c '
  > import json
  > for line in open("errors"):
  >     e = json.loads(line)
  >     print(e["schema"], e["code"], e["exit"], e["at"]["file"], e["at"]["line"], e["at"]["column"], e["at"]["path"], e["retryable"])'
  collab.error/1 metric-kind 3 experiments/quick.yaml 12 13 evaluate.metrics[0].kind False
  collab.error/1 look-beyond-cycle 3 experiments/quick.yaml 32 15 monitor.looks[1] False
  $ sed -i 's/proportoin/proportion/; s/9d/7d/' experiments/quick.yaml
  $ collab plan quick >/dev/null
  $ night 2026-03-02 200 n/a
  $ collab run quick --json 2>&1 >/dev/null | python3 -c '
  > import json, sys
  > for line in sys.stdin:
  >     e = json.loads(line)
  >     print(e["code"], e["exit"], e["at"]["file"], e["at"]["line"], e["at"]["column"])'
  bad-value 3 data/night-2026-03-02.csv 3 10
  $ cd /; collab status --json 2>&1 | cut -c -60
  {"schema":"collab.error/1","code":"no-project","exit":4,"sev
