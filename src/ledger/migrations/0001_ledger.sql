-- What operations own. Rows are added, never changed: a revision is a further row. Days and instants
-- are TEXT that sorts (YYYY-MM-DD, YYYY-MM-DDTHH:MM:SS.mmmZ); flags are 0 and 1.
-- Every table and column is described in collab-ledger(5).

CREATE TABLE operation(
  id INTEGER PRIMARY KEY,
  origin TEXT NOT NULL,
  sequence INTEGER NOT NULL CHECK(sequence >= 1),
  verb TEXT NOT NULL,
  command TEXT NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  now TEXT NOT NULL,
  wall TEXT NOT NULL,
  previous TEXT NOT NULL,
  content TEXT NOT NULL,
  digest TEXT NOT NULL,
  UNIQUE(origin, sequence)  -- the chain is walked in this order; no link twice
) STRICT;

CREATE TABLE setting(
  id INTEGER PRIMARY KEY,
  operation INTEGER REFERENCES operation(id),
  name TEXT NOT NULL,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE cycle(
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation(id),
  experiment TEXT NOT NULL,
  number INTEGER NOT NULL CHECK(number >= 1),
  first TEXT NOT NULL,
  last TEXT NOT NULL CHECK(last >= first),
  UNIQUE(experiment, number)  -- EXP@3, an experiment's latest cycle; no number twice
) STRICT;

CREATE TABLE plan(
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation(id),
  cycle INTEGER NOT NULL REFERENCES cycle(id),
  version INTEGER NOT NULL CHECK(version >= 0),
  day TEXT NOT NULL,
  first TEXT NOT NULL,
  last TEXT NOT NULL CHECK(last >= first),
  retrospective INTEGER NOT NULL CHECK(retrospective IN (0, 1)),
  title TEXT NOT NULL,
  owner TEXT NOT NULL,
  touch_point TEXT NOT NULL,
  tags TEXT NOT NULL,
  looks TEXT NOT NULL,
  goals TEXT NOT NULL,
  reason TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  sealed TEXT NOT NULL,
  yaml TEXT NOT NULL,
  UNIQUE(cycle, version)  -- the plan in force is the last version; two amendments cannot both be it
) STRICT;

CREATE TABLE decision(
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation(id),
  cycle INTEGER NOT NULL REFERENCES cycle(id),
  kind TEXT NOT NULL,
  variant TEXT NOT NULL,
  reason TEXT NOT NULL,
  early INTEGER NOT NULL CHECK(early IN (0, 1)),
  day TEXT NOT NULL
) STRICT;
CREATE INDEX decision_cycle ON decision(cycle);  -- is the cycle closed: status, review

CREATE TABLE batch(
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation(id),
  place INTEGER NOT NULL CHECK(place >= 1),
  experiment TEXT NOT NULL,
  feed TEXT NOT NULL,
  period TEXT,
  cycle_number INTEGER NOT NULL,
  dated TEXT NOT NULL,
  name TEXT NOT NULL,
  grain TEXT NOT NULL,
  counts TEXT NOT NULL,
  digest TEXT NOT NULL,
  rows INTEGER NOT NULL,
  source TEXT NOT NULL,
  late INTEGER NOT NULL CHECK(late IN (0, 1)),
  reason TEXT NOT NULL,
  replaces INTEGER REFERENCES batch(id)
) STRICT;
-- The natural key of unit rows (same feed and period again?), an experiment's batches, a feed's periods.
CREATE INDEX batch_key ON batch(experiment, feed, period, cycle_number, name);
CREATE INDEX batch_replaces ON batch(replaces) WHERE replaces IS NOT NULL;  -- is it the current one

CREATE TABLE observation(
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation(id),
  batch INTEGER NOT NULL REFERENCES batch(id),
  experiment TEXT NOT NULL,
  metric TEXT NOT NULL,
  variant TEXT NOT NULL,
  period TEXT,
  cycle_number INTEGER NOT NULL,
  dated TEXT NOT NULL,
  segment TEXT NOT NULL,
  location TEXT NOT NULL,
  statistics TEXT NOT NULL,
  counts TEXT NOT NULL,
  late INTEGER NOT NULL CHECK(late IN (0, 1)),
  revision INTEGER NOT NULL CHECK(revision >= 1),
  replaces INTEGER REFERENCES observation(id)
) STRICT;
-- The natural key (recorded before?), and a cycle's days in order, without a sort.
CREATE INDEX observation_key
  ON observation(experiment, period, cycle_number, metric, variant, segment, location);
CREATE INDEX observation_replaces ON observation(replaces) WHERE replaces IS NOT NULL;  -- is it current

CREATE TABLE run(
  batch INTEGER PRIMARY KEY REFERENCES batch(id),
  operation INTEGER NOT NULL REFERENCES operation(id),
  digest TEXT NOT NULL,
  units INTEGER NOT NULL,
  bytes_digest TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE unit_segment(
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation(id),
  base INTEGER NOT NULL CHECK(base >= 0),
  units INTEGER NOT NULL CHECK(units >= 1),
  bytes_digest TEXT NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE(base)  -- read in the order of unit numbers; no number twice
) STRICT;

CREATE TABLE look_result(
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation(id),
  cycle INTEGER NOT NULL REFERENCES cycle(id),
  look INTEGER NOT NULL,
  metric TEXT NOT NULL,
  variant TEXT NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT NOT NULL,
  correction INTEGER NOT NULL CHECK(correction IN (0, 1)),
  confidence REAL NOT NULL,
  absolute REAL,
  absolute_low REAL,
  absolute_high REAL,
  absolute_reason TEXT NOT NULL,
  relative REAL,
  relative_low REAL,
  relative_high REAL,
  relative_reason TEXT NOT NULL,
  p_value REAL,
  standard_error REAL,
  df REAL,
  method TEXT NOT NULL,
  judged INTEGER NOT NULL CHECK(judged IN (0, 1)),
  arm TEXT NOT NULL,
  arm_n REAL NOT NULL,
  arm_n_of TEXT NOT NULL,
  arm_level REAL,
  arm_low REAL,
  arm_high REAL,
  arm_reason TEXT NOT NULL,
  base TEXT NOT NULL,
  base_n REAL NOT NULL,
  base_n_of TEXT NOT NULL,
  base_level REAL,
  base_low REAL,
  base_high REAL,
  base_reason TEXT NOT NULL
) STRICT;
CREATE INDEX look_result_cycle ON look_result(cycle, look);  -- a cycle's looks, the last look's verdicts

-- What one operation wrote: commit, verify and log read it so.
CREATE INDEX setting_operation ON setting(operation);
CREATE INDEX cycle_operation ON cycle(operation);
CREATE INDEX plan_operation ON plan(operation);
CREATE INDEX decision_operation ON decision(operation);
CREATE INDEX batch_operation ON batch(operation);
CREATE INDEX observation_operation ON observation(operation);
CREATE INDEX run_operation ON run(operation);
CREATE INDEX unit_segment_operation ON unit_segment(operation);
CREATE INDEX look_result_operation ON look_result(operation);

-- An operation's digest is known when it is complete, in the same transaction; then it is fixed.
CREATE TRIGGER operation_fixed BEFORE UPDATE ON operation WHEN old.digest <> ''
  BEGIN SELECT RAISE(ABORT, 'operations are never changed'); END;
CREATE TRIGGER operation_kept BEFORE DELETE ON operation
  BEGIN SELECT RAISE(ABORT, 'operations are never deleted'); END;
CREATE TRIGGER setting_fixed BEFORE UPDATE ON setting
  BEGIN SELECT RAISE(ABORT, 'settings are never changed: a revision is a further row'); END;
CREATE TRIGGER setting_kept BEFORE DELETE ON setting
  BEGIN SELECT RAISE(ABORT, 'settings are never deleted'); END;
CREATE TRIGGER cycle_fixed BEFORE UPDATE ON cycle
  BEGIN SELECT RAISE(ABORT, 'cycles are never changed: a revision is a further row'); END;
CREATE TRIGGER cycle_kept BEFORE DELETE ON cycle
  BEGIN SELECT RAISE(ABORT, 'cycles are never deleted'); END;
CREATE TRIGGER plan_fixed BEFORE UPDATE ON plan
  BEGIN SELECT RAISE(ABORT, 'plans are never changed: a revision is a further row'); END;
CREATE TRIGGER plan_kept BEFORE DELETE ON plan
  BEGIN SELECT RAISE(ABORT, 'plans are never deleted'); END;
CREATE TRIGGER decision_fixed BEFORE UPDATE ON decision
  BEGIN SELECT RAISE(ABORT, 'decisions are never changed: a revision is a further row'); END;
CREATE TRIGGER decision_kept BEFORE DELETE ON decision
  BEGIN SELECT RAISE(ABORT, 'decisions are never deleted'); END;
CREATE TRIGGER batch_fixed BEFORE UPDATE ON batch
  BEGIN SELECT RAISE(ABORT, 'batches are never changed: a revision is a further row'); END;
CREATE TRIGGER batch_kept BEFORE DELETE ON batch
  BEGIN SELECT RAISE(ABORT, 'batches are never deleted'); END;
CREATE TRIGGER observation_fixed BEFORE UPDATE ON observation
  BEGIN SELECT RAISE(ABORT, 'observations are never changed: a revision is a further row'); END;
CREATE TRIGGER observation_kept BEFORE DELETE ON observation
  BEGIN SELECT RAISE(ABORT, 'observations are never deleted'); END;
CREATE TRIGGER run_fixed BEFORE UPDATE ON run
  BEGIN SELECT RAISE(ABORT, 'runs are never changed: a revision is a further row'); END;
CREATE TRIGGER run_kept BEFORE DELETE ON run
  BEGIN SELECT RAISE(ABORT, 'runs are never deleted'); END;
CREATE TRIGGER unit_segment_fixed BEFORE UPDATE ON unit_segment
  BEGIN SELECT RAISE(ABORT, 'unit segments are never changed: a revision is a further row'); END;
CREATE TRIGGER unit_segment_kept BEFORE DELETE ON unit_segment
  BEGIN SELECT RAISE(ABORT, 'unit segments are never deleted'); END;
CREATE TRIGGER look_result_fixed BEFORE UPDATE ON look_result
  BEGIN SELECT RAISE(ABORT, 'look results are never changed: a revision is a further row'); END;
CREATE TRIGGER look_result_kept BEFORE DELETE ON look_result
  BEGIN SELECT RAISE(ABORT, 'look results are never deleted'); END;

-- Who wrote an operation, across ledgers: 128 random bits.
INSERT INTO setting(name, value) VALUES ('origin', lower(hex(randomblob(16))));
