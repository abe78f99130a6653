Status: a line an experiment, those that need somebody first.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab status
  The corner shop: 1 experiment, none needs you
  
  EXPERIMENT  STATE    DAY  DATA THROUGH  NEXT LOOK  VERDICT  OWNER  TITLE
  quick       no plan    -  -             -          -
  
  Next:
    collab plan quick
  $ collab plan quick >/dev/null
  $ collab status | tail -n +2 | grep quick
  quick@1     planned  from 2026-03-02  -             2026-03-04  -
    collab show quick
  $ export COLLAB_NOW=2026-03-05T06:00:00Z
  $ night 2026-03-02 200 300
  $ collab run quick >/dev/null
  $ collab status -f csv --fields experiment,cycle,state,day_of_cycle,data_through,stale
  experiment,cycle,state,day_of_cycle,data_through,stale
  quick,1,running,4,2026-03-02,false
  $ COLLAB_NOW=2026-03-05T12:00:00Z collab status --gate >/dev/null
  gate: quick: freshness: data through 2026-03-02
  [11]
  $ COLLAB_NOW=2026-03-05T23:30:00Z collab status --gate --fields experiment,stale -f csv
  experiment,stale
  quick,true
  [11]
  $ week 200 300
  $ export COLLAB_NOW=2026-03-09T06:00:00Z
  $ collab run quick >/dev/null
  $ collab status | head -n 5
  The corner shop: 1 experiment, 1 needs you
  
  quick@1: due for a decision
    collab review quick
  
  $ collab decide quick adopt -m "It works" >/dev/null
  $ collab status --json | python3 -c 'import json,sys; d=json.load(sys.stdin)["data"]["items"][0]; print(d["state"], d["verdict"])'
  closed met

Without a project there is nothing to tell.

  $ cd / && collab status
  error: there is no collab.yaml here or in a folder above [no-project]
    hint: start with: collab init --sample, or name the project with -C DIR
  [4]
