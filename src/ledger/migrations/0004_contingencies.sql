-- Contingencies whose condition came true, who took note, and the goal's last figures for the board.

CREATE TABLE contingency_event(
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation(id),
  cycle INTEGER NOT NULL REFERENCES cycle(id),
  contingency INTEGER NOT NULL CHECK(contingency >= 1),
  metric TEXT NOT NULL,
  variant TEXT NOT NULL,
  condition TEXT NOT NULL,
  since TEXT NOT NULL,
  period TEXT NOT NULL CHECK(period >= since),
  value REAL,
  lag INTEGER NOT NULL,
  evidence TEXT NOT NULL,
  action TEXT NOT NULL,
  owner TEXT NOT NULL
) STRICT;
CREATE INDEX contingency_event_cycle ON contingency_event(cycle);  -- is it stored already; status, monitor
CREATE INDEX contingency_event_operation ON contingency_event(operation);  -- what one operation wrote

CREATE TABLE acknowledgement(
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation(id),
  event INTEGER NOT NULL REFERENCES contingency_event(id),
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX acknowledgement_event ON acknowledgement(event);  -- is it still open
CREATE INDEX acknowledgement_operation ON acknowledgement(operation);  -- what one operation wrote

CREATE TRIGGER contingency_event_fixed BEFORE UPDATE ON contingency_event
  BEGIN SELECT RAISE(ABORT, 'contingency events are never changed: a revision is a further row'); END;
CREATE TRIGGER contingency_event_kept BEFORE DELETE ON contingency_event
  BEGIN SELECT RAISE(ABORT, 'contingency events are never deleted'); END;
CREATE TRIGGER acknowledgement_fixed BEFORE UPDATE ON acknowledgement
  BEGIN SELECT RAISE(ABORT, 'acknowledgements are never changed: a revision is a further row'); END;
CREATE TRIGGER acknowledgement_kept BEFORE DELETE ON acknowledgement
  BEGIN SELECT RAISE(ABORT, 'acknowledgements are never deleted'); END;

-- A cache: the status board draws it without reading a row.
ALTER TABLE holding ADD COLUMN recent TEXT NOT NULL DEFAULT '';

CREATE VIEW current_contingency_event AS
  SELECT c.experiment, c.number AS cycle_number, e.contingency, e.metric, e.variant, e.condition, e.since,
    e.period, e.value, e.lag, e.action, e.owner, o.now AS noticed, a.reason AS acknowledged, w.actor AS
    acknowledged_by, w.now AS acknowledged_at, e.id, e.cycle, e.operation
  FROM contingency_event e JOIN cycle c ON c.id = e.cycle JOIN operation o ON o.id = e.operation
    LEFT JOIN acknowledgement a ON a.id = (SELECT min(id) FROM acknowledgement WHERE event = e.id)
    LEFT JOIN operation w ON w.id = a.operation;
