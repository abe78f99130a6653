An experiment that is over is put away, and nothing of it is lost.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick >/dev/null
  $ week 200 215
  $ export COLLAB_NOW=2026-03-09T06:00:00Z
  $ collab run quick >/dev/null

  $ collab archive quick -m 'over'
  error: quick@1 is not decided [cycle-open]
    hint: close it first: collab decide quick abandon -m "\xe2\x80\xa6" (esc)
  [5]
  $ collab decide quick adopt -m 'It works' --standard 'Answers within a day' --check-on 2026-09-01 >/dev/null
  $ collab review quick -f md | grep -v '^Ledger head' > before.md
  $ collab archive quick
  error: what is put away needs its reason [reason-missing]
    hint: collab archive quick -m "\xe2\x80\xa6" (esc)
  [2]
  $ collab archive quik -m 'over'
  error: there is no experiment 'quik' [no-such-experiment]
    hint: did you mean 'quick'?
  [4]
  $ collab archive quick -m 'over' -n
  quick: would be put away
  Next:
    collab list --where state=archived
  $ collab archive quick -m 'over'
  quick: put away (op_4)
  Next:
    collab list --where state=archived
  $ collab archive quick -m 'over'
  quick: was put away before
  Next:
    collab list --where state=archived
  $ collab status
  The corner shop: no experiments but those put away
  1 put away: collab list --where state=archived
  Next:
    collab new EXP --template two-variants
  $ collab list
  EXPERIMENT  TITLE                 STATE     CYCLE  FIRST       LAST
  quick       Answers within a day  archived      1  2026-03-02  2026-03-08
  left out: VERDICT, OWNER (all with -f json or 100 columns)
  $ collab plan
  nothing to plan: every experiment has its cycle
  $ collab plan quick
  error: 'quick' was put away in op_4 [archived]
    hint: collab restore quick -m "\xe2\x80\xa6" takes it out again (esc)
  [5]
  $ collab run quick
  error: 'quick' was put away in op_4 [archived]
    hint: collab restore quick -m "\xe2\x80\xa6" takes it out again (esc)
  [5]
  $ collab record quick visit=10/100 --variant answers --period 2026-03-08
  error: 'quick' was put away in op_4 [archived]
    hint: collab restore quick -m "\xe2\x80\xa6" takes it out again (esc)
  [5]
  $ collab review quick -f md | grep -v '^Ledger head' | diff before.md - && echo the same
  the same
  $ collab log -f csv --fields verb,reason --limit 1
  verb,reason
  archive,over
  $ collab verify | head -1
  .collab/ledger.db is sound

What it made the standard is checked when its day comes.

  $ COLLAB_NOW=2026-09-02T06:00:00Z collab status | head -4
  The corner shop: 1 experiment, 1 needs you
  
  quick@1: is it still done? std_1 was to be checked on 2026-09-01: Answers within
  a day

  $ collab restore quick -m 'we try evenings' --json | python3 -c 'import json,sys; print(json.load(sys.stdin)["data"]["items"])'
  [{'experiment': 'quick', 'archived': False, 'unchanged': False}]
  $ collab restore quick -m 'we try evenings'
  quick: was not put away
  Next:
    collab status
  $ collab status | head -1
  The corner shop: 1 experiment, none needs you

What is purged is gone for good, and the log knows that it was there.

  $ collab archive quick -m 'the contract ends' >/dev/null
  $ collab purge quick -m 'the contract ends'
  error: nothing brings back what is purged: --confirm quick says that it is meant [confirm-missing]
    hint: collab purge quick -m "\xe2\x80\xa6" -n shows what would go (esc)
  [2]
  $ collab purge quick -m 'the contract ends' -n
  quick: would be removed for good: 1 cycle, 28 rows of figures
  Of 3 operations the log still says who, when and with which command. Out of
  reach: backups and exports made before, the definition, the feeds' files
  $ collab purge quick --confirm quick -m 'the contract ends'
  quick: removed for good: 1 cycle, 28 rows of figures (op_7)
  Of 3 operations the log still says who, when and with which command. Out of
  reach: backups and exports made before, the definition, the feeds' files
  $ collab log -f csv --fields verb,reason
  verb,reason
  purge,the contract ends
  archive,the contract ends
  restore,we try evenings
  archive,over
  decide,It works
  run,
  plan,
  $ collab review quick
  error: there is no cycle of an experiment 'quick' in the ledger [no-such-experiment]
    hint: `collab list experiments` lists them; `collab plan quick` opens a first cycle
  [4]
  $ collab show op_2 | head -4
  op_2
  verb      run
  command   collab run quick
  actor     ana
  $ collab verify | head -1
  .collab/ledger.db is sound
  $ collab list
  EXPERIMENT
  quick
