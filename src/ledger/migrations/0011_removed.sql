-- What is removed for good. What was recorded keeps its digest; what is left has one here.

-- Units that were forgotten: rows and pseudonyms are taken out of runs and segments.

CREATE TABLE unit_forgotten(
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation(id),
  batch INTEGER REFERENCES batch(id),
  segment INTEGER REFERENCES unit_segment(id),
  units INTEGER NOT NULL CHECK(units >= 0),
  digest TEXT NOT NULL,
  CHECK((batch IS NULL) <> (segment IS NULL))
) STRICT;
CREATE INDEX unit_forgotten_batch ON unit_forgotten(batch);          -- what is left of a run
CREATE INDEX unit_forgotten_segment ON unit_forgotten(segment);      -- and of a segment
CREATE INDEX unit_forgotten_operation ON unit_forgotten(operation);  -- what one operation wrote

CREATE TRIGGER unit_forgotten_fixed BEFORE UPDATE ON unit_forgotten
  BEGIN SELECT RAISE(ABORT, 'what was forgotten is never changed'); END;
CREATE TRIGGER unit_forgotten_kept BEFORE DELETE ON unit_forgotten
  BEGIN SELECT RAISE(ABORT, 'what was forgotten is never brought back'); END;

DROP TRIGGER run_fixed;
CREATE TRIGGER run_fixed BEFORE UPDATE ON run
  WHEN new.batch <> old.batch OR new.operation <> old.operation OR new.digest <> old.digest
    OR new.units <> old.units OR NOT EXISTS (SELECT 1 FROM unit_forgotten)
  BEGIN SELECT RAISE(ABORT, 'runs are never changed: a revision is a further row'); END;
DROP TRIGGER unit_segment_fixed;
CREATE TRIGGER unit_segment_fixed BEFORE UPDATE ON unit_segment
  WHEN new.id <> old.id OR new.operation <> old.operation OR new.base <> old.base
    OR new.units <> old.units OR new.bytes_digest <> old.bytes_digest
    OR NOT EXISTS (SELECT 1 FROM unit_forgotten WHERE segment = old.id)
  BEGIN SELECT RAISE(ABORT, 'unit segments are never changed: a revision is a further row'); END;

-- Two ledgers that forgot each its own units leave what both left, and what one recorded of units that
-- the other forgot is not kept: nobody wrote a digest of that.
CREATE VIEW current_run AS
  SELECT r.batch, r.operation, coalesce(f.units, r.units) AS units,
    coalesce(f.digest, r.digest) AS digest,
    EXISTS (SELECT 1 FROM unit_forgotten u JOIN operation o ON o.id = u.operation
      JOIN operation own ON own.id = r.operation WHERE o.origin <> own.origin) AS contested,
    r.bytes_digest, r.bytes
  FROM run r LEFT JOIN unit_forgotten f
    ON f.id = (SELECT max(id) FROM unit_forgotten WHERE batch = r.batch);
CREATE VIEW current_unit_segment AS
  SELECT s.id, s.operation, s.base, s.units, coalesce(f.units, s.units) AS left_units,
    CASE WHEN (SELECT count(DISTINCT o.origin) FROM unit_forgotten u JOIN operation o
      ON o.id = u.operation WHERE u.segment = s.id) > 1 THEN NULL
      ELSE coalesce(f.digest, s.bytes_digest) END AS bytes_digest, s.bytes
  FROM unit_segment s LEFT JOIN unit_forgotten f
    ON f.id = (SELECT max(id) FROM unit_forgotten WHERE segment = s.id);

-- Operations of which a purged experiment's rows were removed.
CREATE TABLE purged(
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation(id),
  of_operation INTEGER NOT NULL REFERENCES operation(id),
  content TEXT NOT NULL
) STRICT;
CREATE INDEX purged_of ON purged(of_operation);        -- what is left of one
CREATE INDEX purged_operation ON purged(operation);    -- what one operation wrote
CREATE TRIGGER purged_fixed BEFORE UPDATE ON purged
  BEGIN SELECT RAISE(ABORT, 'what was purged is never changed'); END;
CREATE TRIGGER purged_kept BEFORE DELETE ON purged
  BEGIN SELECT RAISE(ABORT, 'what was purged is never brought back'); END;
