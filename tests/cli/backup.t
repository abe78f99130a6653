Backup: a verified copy, while others write.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ digests() { sed -E 's/[0-9a-f]{64}/DIGEST/; s/[0-9.]+ KiB/N KiB/'; }
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick >/dev/null
  $ collab backup copy.db | digests
  copy.db written and verified
  size        N KiB
  operations  1
  head        DIGEST
  key         none is needed: no unit rows and no voices
  $ stat -c %a copy.db
  600
  $ collab verify --ledger copy.db | head -1
  copy.db is sound
  $ collab backup copy.db; echo "exit $?"
  error: 'copy.db' is there already [file-exists]
    hint: name another file, or replace it with --force
  exit 5
  $ collab backup copy.db --force -n | digests
  copy.db would be replaced
  operations  1
  head        DIGEST
  key         none is needed: no unit rows and no voices
  $ collab backup copy.db --force | head -1
  copy.db replaced and verified

The key is not in it; the answer says where it lies.

  $ printf 'id,time,kind,consumer,text\nT-1,2026-02-28T09:00:00Z,idea,c-1,Show the stock\n' >voices.csv
  $ collab voice import voices.csv >/dev/null
  $ collab backup copy.db --force | tail -2
  key         .collab/key; not in the backup: without it units and consumers
              cannot be joined
  $ grep -c "$(cut -c1-16 .collab/key)" copy.db
  0
  [1]
  $ mv .collab/key .. && collab backup copy.db --force -f json >/dev/null; mv ../key .collab/
  $ COLLAB_KEY_FILE=nowhere collab backup copy.db --force 2>&1 >/dev/null
  warning: there is no key at nowhere: keep a copy of it where the backup is not

What was forgotten is not in it.

  $ grep -c "Show the stock" copy.db
  1
  $ echo c-1 | collab forget - >/dev/null
  $ collab backup copy.db --force >/dev/null; grep -c "Show the stock" copy.db
  0
  [1]

Not onto itself, and not where a ledger is in use.

  $ collab backup .collab/ledger.db --force
  error: '.collab/ledger.db' is the ledger itself [backup-onto-itself]
    hint: name another file
  [2]
  $ touch copy.db-wal; collab backup copy.db --force
  error: 'copy.db-wal' is beside it: it is a ledger in use [backup-in-use]
    hint: name another file
  [5]
  $ collab backup no-such-folder/copy.db; echo "exit $?"
  error: there is no folder 'no-such-folder' [cannot-write]
    hint: make it first, or name another place
  exit 1
  $ ls
  collab.yaml
  copy.db
  copy.db-wal
  data
  experiments
  voices.csv
