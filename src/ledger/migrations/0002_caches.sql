-- Caches: computed from what 0001 holds, rebuilt at will, outside the chain of digests.

CREATE TABLE cell(
  cycle INTEGER NOT NULL REFERENCES cycle(id),
  look INTEGER NOT NULL,
  metric TEXT NOT NULL,
  variant TEXT NOT NULL,
  segment TEXT NOT NULL,
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
  PRIMARY KEY(cycle, look, metric, variant, segment)  -- a review reads one stretch: cycle, look
) STRICT, WITHOUT ROWID;

CREATE TABLE holding(
  cycle INTEGER PRIMARY KEY REFERENCES cycle(id),
  generation INTEGER NOT NULL,
  observations INTEGER NOT NULL,
  units INTEGER NOT NULL,
  in_two_variants INTEGER NOT NULL,
  late INTEGER NOT NULL,
  after_close INTEGER NOT NULL,
  data_through TEXT,
  expect TEXT NOT NULL
) STRICT;

CREATE TABLE file_stamp(
  experiment TEXT NOT NULL,
  feed TEXT NOT NULL,
  file TEXT NOT NULL,
  size INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  digest TEXT NOT NULL,
  rows INTEGER NOT NULL,
  PRIMARY KEY(experiment, feed, file)  -- one look-up a file and night
) STRICT, WITHOUT ROWID;

-- What is current, for people with sqlite3 or Datasette.

CREATE VIEW current_setting AS
  SELECT name, value, operation FROM setting s
  WHERE id = (SELECT max(id) FROM setting WHERE name = s.name);

CREATE VIEW current_plan AS
  SELECT c.experiment, c.number AS cycle_number, p.version, p.day, p.first, p.last, p.retrospective, p.title, p.owner,
    p.touch_point, p.tags, p.looks, p.goals, p.reason, p.sha256, p.sealed, p.yaml, p.id, p.cycle,
    p.operation
  FROM cycle c JOIN plan p ON p.cycle = c.id
    AND p.version = (SELECT max(version) FROM plan WHERE cycle = c.id);

-- An amendment may move a cycle's days.
CREATE VIEW current_cycle AS
  SELECT c.experiment, c.number, coalesce(p.first, c.first) AS first, coalesce(p.last, c.last) AS last,
    d.kind AS decision, d.day AS decided, h.data_through, c.id, c.operation
  FROM cycle c
    LEFT JOIN plan p ON p.cycle = c.id
      AND p.version = (SELECT max(version) FROM plan WHERE cycle = c.id)
    LEFT JOIN decision d ON d.id = (SELECT max(id) FROM decision WHERE cycle = c.id)
    LEFT JOIN holding h ON h.cycle = c.id;

CREATE VIEW current_decision AS
  SELECT c.experiment, c.number AS cycle_number, d.kind, d.variant, d.reason, d.early, d.day, o.actor,
    o.now, d.id, d.cycle, d.operation
  FROM cycle c JOIN decision d ON d.id = (SELECT max(id) FROM decision WHERE cycle = c.id)
    JOIN operation o ON o.id = d.operation;

CREATE VIEW current_batch AS
  SELECT b.experiment, b.feed, b.period, b.cycle_number, b.dated, b.name, b.grain, b.counts, b.rows,
    b.source, b.late, b.reason, b.digest, b.id, b.operation
  FROM batch b WHERE NOT EXISTS (SELECT 1 FROM batch WHERE replaces = b.id);

CREATE VIEW current_observation AS
  SELECT o.experiment, o.metric, o.variant, o.period, o.cycle_number, o.dated, o.segment, o.location,
    o.statistics, o.counts, o.late, o.revision, b.feed, b.source, o.id, o.batch, o.operation
  FROM observation o JOIN batch b ON b.id = o.batch
  WHERE NOT EXISTS (SELECT 1 FROM observation WHERE replaces = o.id);

CREATE VIEW current_look AS
  SELECT c.experiment, c.number AS cycle_number, l.look, l.metric, l.variant, l.verdict, l.reason,
    l.correction, l.confidence, l.absolute, l.absolute_low, l.absolute_high, l.relative,
    l.relative_low, l.relative_high, l.p_value, l.method, l.id, l.cycle, l.operation
  FROM cycle c JOIN look_result l ON l.cycle = c.id
  WHERE l.id = (SELECT max(id) FROM look_result
                WHERE cycle = l.cycle AND look = l.look AND metric = l.metric AND variant = l.variant);
