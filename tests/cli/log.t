Log: what was done, when and by whom, newest first.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ collab log; echo "exit $?"
  error: there is no ledger at .collab/ledger.db: nothing was planned yet [no-ledger]
    hint: collab plan
  exit 4
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick >/dev/null
  $ night 2026-03-02 200 230
  $ export COLLAB_NOW=2026-03-03T12:00:00Z
  $ collab run quick --actor ben >/dev/null
  $ collab record quick visit=231/2000 --variant answers --period 2026-03-02 --on-conflict correct -m "One more" >/dev/null
  $ collab log
  OPERATION  AT                    BY   REASON    COMMAND
  op_3       2026-03-03T12:00:00Z  ana  One more  collab record quick
                                                  visit=231/2000 --variant answers
                                                  --period 2026-03-02
                                                  --on-conflict correct -m 'One
                                                  more'
  op_2       2026-03-03T12:00:00Z  ben  -         collab run quick --actor ben
  op_1       2026-03-01T12:00:00Z  ana  -         collab plan quick
  left out: VERB, DIGEST (all with -f json or 178 columns)
  $ collab log quick -f csv --fields operation,verb,actor,reason
  operation,verb,actor,reason
  op_3,record,ana,One more
  op_2,run,ben,
  op_1,plan,ana,
  $ collab log --patch | grep -i visit
  quick       visit       answers  2026-03-02  231/2000                     1
  quick       visit       control  2026-03-02  200/2000 units 2000          1
  quick       visit       answers  2026-03-02  230/2000 units 2000          1

The command is logged as it was typed.

  $ collab log -f csv --fields command
  command
  collab record quick visit=231/2000 --variant answers --period 2026-03-02 --on-conflict correct -m 'One more'
  collab run quick --actor ben
  collab plan quick
