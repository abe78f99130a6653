List: experiments, cycles, metrics, observations, filtered.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab list cycles -f csv
  experiment,cycle,state,first,last,decision,variant,decided_on,actor,reason
  $ collab list -f csv --fields experiment,state
  experiment,state
  quick,
  $ collab plan quick >/dev/null
  $ night 2026-03-02 200 230
  $ export COLLAB_NOW=2026-03-03T12:00:00Z
  $ collab run quick >/dev/null
  $ collab list
  EXPERIMENT  TITLE                 STATE    CYCLE  FIRST       LAST
  quick       Answers within a day  running      1  2026-03-02  2026-03-08
  left out: OWNER (all with -f json or 90 columns)
  $ collab list metrics -f csv --fields experiment,metric,kind,role
  experiment,metric,kind,role
  quick,visit,proportion,goal
  quick,complaints,rate,guardrail
  $ collab list observations --where metric=visit
  EXPERIMENT  METRIC  VARIANT  PERIOD      NUMBERS              CYCLE  COUNTS
  quick       visit   answers  2026-03-02  230/2000 units 2000      1  new
  quick       visit   control  2026-03-02  200/2000 units 2000      1  new
  left out: FEED, OPERATION (all with -f json or 94 columns)
  $ collab list observations --where metric=visits; echo "exit $?"
  no observations where metric=visits
  exit 0
  $ collab list observations --where colour=red
  error: observations have no 'colour' [unknown-column]
    hint: columns: experiment, metric, variant, period, statistics, segment, location, cycle, counts, feed, late, operation
  [2]
  $ collab list cycle
  error: there is no list of 'cycle' [unknown-list]
    hint: did you mean 'cycles'? lists: experiments, cycles, metrics, observations
  [2]
