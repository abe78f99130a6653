-- A cell says what its moments are moments of: units, whole clusters, units without their cap. Cells
-- are a cache: they are computed anew from the rows, at the next recording or in the review itself.

DROP TABLE cell;
CREATE TABLE cell(
  cycle INTEGER NOT NULL REFERENCES cycle(id),
  look INTEGER NOT NULL,
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
  PRIMARY KEY(cycle, look, metric, variant, segment, basis)  -- a review reads one stretch: cycle, look
) STRICT, WITHOUT ROWID;
