-- What consumers said, what was answered, which experiments came of it. Texts and pseudonyms are
-- personal data: they lie in tables of their own, outside the chain, and can be removed; the chain
-- holds a salted digest of them, and the salt goes with the text.

CREATE TABLE voice_consumer(
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation(id),
  pseudonym BLOB NOT NULL CHECK(length(pseudonym) = 16)
) STRICT;
CREATE UNIQUE INDEX voice_consumer_pseudonym ON voice_consumer(pseudonym);  -- import; whom to forget

CREATE TABLE voice(
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation(id),
  key BLOB NOT NULL CHECK(length(key) = 16),
  reference TEXT NOT NULL,
  kind TEXT NOT NULL CHECK(kind IN ('question', 'idea', 'complaint', 'praise', 'rating')),
  said TEXT NOT NULL,
  day TEXT NOT NULL,
  touch_point TEXT NOT NULL,
  location TEXT NOT NULL,
  segment TEXT NOT NULL,
  variant TEXT NOT NULL,
  theme TEXT NOT NULL,
  nps INTEGER CHECK(nps BETWEEN 0 AND 10),
  csat INTEGER CHECK(csat BETWEEN 1 AND 5),
  ces INTEGER CHECK(ces BETWEEN 1 AND 7),
  consumer INTEGER REFERENCES voice_consumer(id),
  seal BLOB NOT NULL CHECK(length(seal) IN (0, 32))
) STRICT;
CREATE UNIQUE INDEX voice_key ON voice(key);    -- import: is it there already
CREATE INDEX voice_operation ON voice(operation);  -- what one operation wrote
CREATE INDEX voice_said ON voice(said);         -- newest first; a range of days

CREATE TABLE voice_answer(
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation(id),
  voice INTEGER NOT NULL REFERENCES voice(id),
  at TEXT NOT NULL,
  answered_by TEXT NOT NULL,
  closes INTEGER NOT NULL CHECK(closes IN (0, 1)),
  competitor TEXT NOT NULL,
  seal BLOB NOT NULL CHECK(length(seal) IN (0, 32))
) STRICT;
CREATE INDEX voice_answer_voice ON voice_answer(voice);  -- what was answered to it
CREATE INDEX voice_answer_operation ON voice_answer(operation);  -- what one operation wrote

CREATE TABLE voice_link(
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation(id),
  voice INTEGER NOT NULL REFERENCES voice(id),
  experiment TEXT NOT NULL,
  cycle_number INTEGER NOT NULL CHECK(cycle_number >= 0),
  role TEXT NOT NULL CHECK(role IN ('hypothesis', 'supports', 'contradicts')),
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX voice_link_voice ON voice_link(voice);  -- what came of a voice
CREATE INDEX voice_link_experiment ON voice_link(experiment);  -- which voices an experiment rests on
CREATE INDEX voice_link_operation ON voice_link(operation);  -- what one operation wrote

CREATE TABLE voice_forgotten(
  voice INTEGER PRIMARY KEY REFERENCES voice(id),
  operation INTEGER NOT NULL REFERENCES operation(id)
) STRICT;
CREATE INDEX voice_forgotten_operation ON voice_forgotten(operation);  -- what one operation wrote

-- Removable: what can be led back to a person.
CREATE TABLE voice_text(
  voice INTEGER PRIMARY KEY REFERENCES voice(id),
  salt BLOB NOT NULL CHECK(length(salt) = 16),
  text TEXT NOT NULL
) STRICT;
CREATE TABLE voice_answer_text(
  answer INTEGER PRIMARY KEY REFERENCES voice_answer(id),
  salt BLOB NOT NULL CHECK(length(salt) = 16),
  text TEXT NOT NULL
) STRICT;

-- The index over voice_text.text; the text itself is kept there alone.
CREATE VIRTUAL TABLE voice_search USING fts5(
  text, content = 'voice_text', content_rowid = 'voice', tokenize = 'unicode61 remove_diacritics 2');

-- Caches: the figures of 4,096 voices a row, and the names that they speak of by number.
CREATE TABLE voice_page(
  number INTEGER PRIMARY KEY,
  facts BLOB NOT NULL
) STRICT;
CREATE TABLE voice_name(
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX voice_name_name ON voice_name(name);  -- the number of a name

CREATE TRIGGER voice_fixed BEFORE UPDATE ON voice
  BEGIN SELECT RAISE(ABORT, 'voices are never changed'); END;
CREATE TRIGGER voice_kept BEFORE DELETE ON voice
  BEGIN SELECT RAISE(ABORT, 'voices are never deleted: forget removes their texts'); END;
CREATE TRIGGER voice_answer_fixed BEFORE UPDATE ON voice_answer
  BEGIN SELECT RAISE(ABORT, 'answers are never changed: a further one is a further row'); END;
CREATE TRIGGER voice_answer_kept BEFORE DELETE ON voice_answer
  BEGIN SELECT RAISE(ABORT, 'answers are never deleted: forget removes their texts'); END;
CREATE TRIGGER voice_link_fixed BEFORE UPDATE ON voice_link
  BEGIN SELECT RAISE(ABORT, 'links are never changed'); END;
CREATE TRIGGER voice_link_kept BEFORE DELETE ON voice_link
  BEGIN SELECT RAISE(ABORT, 'links are never deleted'); END;
CREATE TRIGGER voice_forgotten_fixed BEFORE UPDATE ON voice_forgotten
  BEGIN SELECT RAISE(ABORT, 'what was forgotten stays forgotten'); END;
CREATE TRIGGER voice_forgotten_kept BEFORE DELETE ON voice_forgotten
  BEGIN SELECT RAISE(ABORT, 'what was forgotten stays forgotten'); END;

CREATE VIEW current_voice AS
  SELECT v.id, v.reference, v.kind, v.said, v.day, v.touch_point, v.location, v.segment, v.variant,
    v.theme, v.nps, v.csat, v.ces, v.consumer, t.text,
    (SELECT min(at) FROM voice_answer WHERE voice = v.id) AS first_answer,
    (SELECT min(at) FROM voice_answer WHERE voice = v.id AND closes = 1) AS told,
    f.voice IS NOT NULL AS forgotten, v.operation
  FROM voice v LEFT JOIN voice_text t ON t.voice = v.id
    LEFT JOIN voice_forgotten f ON f.voice = v.id;
