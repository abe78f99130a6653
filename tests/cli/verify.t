Verify: is the ledger what was written?

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ sqlite() { python3 -c 'import sqlite3, sys; db = sqlite3.connect(".collab/ledger.db"); db.executescript(sys.argv[1]); db.commit()' "$1"; }
  $ digests() { sed -E 's/[0-9a-f]{64}/DIGEST/'; }
  $ collab verify; echo "exit $?"
  error: there is no .collab/ledger.db [no-ledger]
    hint: `collab plan` makes one; or name it with --ledger FILE
  exit 4
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick >/dev/null
  $ week 200 230
  $ COLLAB_NOW=2026-03-09T12:00:00Z collab run quick >/dev/null
  $ collab verify | digests
  .collab/ledger.db is sound
  
  Checked
  operations  2
  cycles      1 cycle, 1 plan, 0 decisions
  rows        28
  computed    18 cells, 4 look results
  head        DIGEST
              (op_2)

It names what was noted elsewhere: now, or before.

  $ head=$(collab verify --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["data"]["head"])')
  $ COLLAB_NOW=2026-03-09T12:00:00Z collab decide quick extend -m "Another week" >/dev/null
  $ collab verify --head ${head:0:12} | sed -n 2p | sed "s/${head:0:12}/HEAD/"
  head HEAD: op_2 of 2026-03-09T12:00:00Z, and 1 operation since
  $ collab verify --head 00000000 --head $head | sed "s/${head:0:12}/HEAD/" | head -5; echo "exit ${PIPESTATUS[0]}"
  .collab/ledger.db is not sound: 1 finding
  head 00000000: no operation has it
  head HEAD: op_2 of 2026-03-09T12:00:00Z, and 1 operation since
  head 00000000: no operation has this digest: the ledger is another one, goes
  back to before it, or was rewritten; up to op_2 it is as noted
  exit 7
  $ collab verify --head 0000
  error: '0000' is not a head digest, nor its first 8 digits or more [bad-digest]
    hint: as plan and review print it: 8 to 64 hexadecimal digits in lower case
  [2]

What was touched is found, and nothing is written by looking.

  $ cp .collab/ledger.db sound.db
  $ sqlite "DROP TRIGGER observation_fixed; UPDATE observation SET statistics = replace(statistics, '230', '330') WHERE id = 3"
  $ collab verify | digests | sed '/^Checked/,$d'; echo "exit ${PIPESTATUS[0]}"
  .collab/ledger.db is not sound: 4 findings
  trigger observation_fixed: it is missing
  op_2: what it wrote was changed
    hint: keep a copy of the file, go back to the last backup, and record again
    what came after it
  quick@1: 3 of its 18 cells are not what its rows come to, the first: visit of
  answers at all looks
  quick@1: its last figures are said to be 0.115 0.115 0.115 0.115 0.115 0.115
  0.115, and are 0.165 0.115 0.115 0.115 0.115 0.115 0.115
    hint: what is recorded is not touched by it: the next recording of the cycle
    computes it anew; of a closed cycle go back to the last backup
  
  exit 7
  $ collab verify -f csv --fields where
  where
  trigger observation_fixed
  op_2
  quick@1
  quick@1
  [7]
  $ cp sound.db .collab/ledger.db
  $ sqlite "UPDATE cell SET n = n + 1 WHERE look = 2 AND metric = 'visit' AND variant = 'answers'"
  $ collab verify | digests | sed '/^Checked/,$d'
  .collab/ledger.db is not sound: 1 finding
  quick@1: 1 of its 18 cells are not what its rows come to, the first: visit of
  answers at look 2
    hint: what is recorded is not touched by it: the next recording of the cycle
    computes it anew; of a closed cycle go back to the last backup
  

A file that may only be read, and one of no project.

  $ mkdir elsewhere; cp sound.db elsewhere/ledger.db; chmod 400 elsewhere/ledger.db; chmod 500 elsewhere
  $ (cd elsewhere && collab verify --ledger ledger.db | head -1)
  ledger.db is sound
  $ chmod 700 elsewhere

A file that is no ledger any more.

  $ dd if=/dev/zero of=.collab/ledger.db bs=1 seek=100 count=300 conv=notrunc 2>/dev/null
  $ collab verify 2>&1 | sed "s#$PWD/##"; echo "exit ${PIPESTATUS[0]}"
  error: .collab/ledger.db is damaged: database disk image is malformed [damaged-ledger]
    hint: keep a copy of it, and go back to the last backup
  exit 7
