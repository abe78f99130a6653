-- What an adopted cycle made the standard, where, and whether it was still so when somebody looked.

CREATE TABLE standard(
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation(id),
  cycle INTEGER NOT NULL REFERENCES cycle(id),
  becomes TEXT NOT NULL,
  place TEXT NOT NULL,
  check_on TEXT NOT NULL,
  UNIQUE(cycle)  -- a cycle is decided once; its standard
) STRICT;
CREATE INDEX standard_operation ON standard(operation);  -- what one operation wrote

CREATE TABLE standard_check(
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation(id),
  standard INTEGER NOT NULL REFERENCES standard(id),
  kept INTEGER NOT NULL CHECK(kept IN (0, 1)),
  reason TEXT NOT NULL,
  day TEXT NOT NULL,
  check_on TEXT
) STRICT;
CREATE INDEX standard_check_standard ON standard_check(standard);  -- when is it looked at next
CREATE INDEX standard_check_operation ON standard_check(operation);  -- what one operation wrote

CREATE TRIGGER standard_fixed BEFORE UPDATE ON standard
  BEGIN SELECT RAISE(ABORT, 'standards are never changed: a revision is a further row'); END;
CREATE TRIGGER standard_kept BEFORE DELETE ON standard
  BEGIN SELECT RAISE(ABORT, 'standards are never deleted'); END;
CREATE TRIGGER standard_check_fixed BEFORE UPDATE ON standard_check
  BEGIN SELECT RAISE(ABORT, 'checks are never changed: a further one is a further row'); END;
CREATE TRIGGER standard_check_kept BEFORE DELETE ON standard_check
  BEGIN SELECT RAISE(ABORT, 'checks are never deleted'); END;
