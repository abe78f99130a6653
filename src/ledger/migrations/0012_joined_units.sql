-- Unit rows of several ledgers: a unit's number is of the ledger that it is in, and digests have the one
-- of the ledger that recorded it.

DROP TRIGGER unit_segment_fixed;
ALTER TABLE unit_segment ADD COLUMN origin_base INTEGER NOT NULL DEFAULT 0 CHECK(origin_base >= 0);
UPDATE unit_segment SET origin_base = base;
CREATE INDEX unit_segment_joined ON unit_segment(base) WHERE base <> origin_base;  -- are there any
CREATE TRIGGER unit_segment_fixed BEFORE UPDATE ON unit_segment
  WHEN new.id <> old.id OR new.operation <> old.operation OR new.base <> old.base
    OR new.origin_base <> old.origin_base
    OR new.units <> old.units OR new.bytes_digest <> old.bytes_digest
    OR NOT EXISTS (SELECT 1 FROM unit_forgotten WHERE segment = old.id)
  BEGIN SELECT RAISE(ABORT, 'unit segments are never changed: a revision is a further row'); END;
