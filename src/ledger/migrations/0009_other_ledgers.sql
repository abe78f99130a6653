-- Operations of other ledgers: what an operation was written knowing of them, and rows that say what
-- another operation had said before.

-- `ORIGIN/12 ORIGIN/3`: ends of other origins' chains that came in since the operation before.
ALTER TABLE operation ADD COLUMN seen TEXT NOT NULL DEFAULT '';

CREATE TABLE echo(
  operation INTEGER NOT NULL REFERENCES operation(id),
  kind TEXT NOT NULL,
  place INTEGER NOT NULL CHECK(place >= 0),
  content BLOB NOT NULL,
  PRIMARY KEY(operation, kind, place)  -- read between the operation's own rows, in their order
) STRICT, WITHOUT ROWID;

-- What the next operation will have seen. Outside the chain.
CREATE TABLE unseen(
  origin TEXT PRIMARY KEY,
  sequence INTEGER NOT NULL CHECK(sequence >= 1)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER echo_fixed BEFORE UPDATE ON echo
  BEGIN SELECT RAISE(ABORT, 'what was said twice is never changed'); END;
CREATE TRIGGER echo_kept BEFORE DELETE ON echo
  BEGIN SELECT RAISE(ABORT, 'what was said twice is never deleted'); END;
