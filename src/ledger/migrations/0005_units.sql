-- Event rows, and nights that add to what was folded before. Caches, as in 0002.

ALTER TABLE holding ADD COLUMN exposure_unknown INTEGER NOT NULL DEFAULT 0
  CHECK(exposure_unknown IN (0, 1));
ALTER TABLE holding ADD COLUMN event_rows INTEGER NOT NULL DEFAULT 0 CHECK(event_rows IN (0, 1));


CREATE TABLE unit_state(
  cycle INTEGER PRIMARY KEY REFERENCES cycle(id),
  folded TEXT NOT NULL,
  about TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE day_cell(
  cycle INTEGER NOT NULL REFERENCES cycle(id),
  day TEXT NOT NULL,
  metric TEXT NOT NULL,
  variant TEXT NOT NULL,
  segment TEXT NOT NULL,
  basis TEXT NOT NULL CHECK(basis IN ('unit', 'cluster', 'uncapped')),
  unit_rows INTEGER NOT NULL CHECK(unit_rows IN (0, 1)),
  repeated INTEGER NOT NULL CHECK(repeated IN (0, 1)),
  through TEXT,
  periods INTEGER NOT NULL,
  n REAL NOT NULL,
  sum_0 REAL NOT NULL,
  sum_1 REAL NOT NULL,
  sum_2 REAL NOT NULL,
  sum_3 REAL NOT NULL,
  centred_00 REAL NOT NULL,
  centred_01 REAL NOT NULL,
  centred_02 REAL NOT NULL,
  centred_03 REAL NOT NULL,
  centred_11 REAL NOT NULL,
  centred_12 REAL NOT NULL,
  centred_13 REAL NOT NULL,
  centred_22 REAL NOT NULL,
  centred_23 REAL NOT NULL,
  centred_33 REAL NOT NULL,
  PRIMARY KEY(cycle, day, metric, variant, segment, basis)  -- a chart reads a cycle in the order of days
) STRICT, WITHOUT ROWID;
