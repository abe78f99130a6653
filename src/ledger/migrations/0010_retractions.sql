-- A revision may take back what it replaces: an observation without statistics, a batch of unit or
-- event rows without a digest and a run. What is current leaves them out.

DROP VIEW current_batch;
CREATE VIEW current_batch AS
  SELECT b.experiment, b.feed, b.period, b.cycle_number, b.dated, b.name, b.grain, b.counts, b.rows,
    b.source, b.late, b.reason, b.digest, b.id, b.operation
  FROM batch b WHERE NOT EXISTS (SELECT 1 FROM batch WHERE replaces = b.id)
    AND (b.grain = 'summary' OR b.digest <> '');

DROP VIEW current_observation;
CREATE VIEW current_observation AS
  SELECT o.experiment, o.metric, o.variant, o.period, o.cycle_number, o.dated, o.segment, o.location,
    o.statistics, o.counts, o.late, o.revision, b.feed, b.source, o.id, o.batch, o.operation
  FROM observation o JOIN batch b ON b.id = o.batch
  WHERE NOT EXISTS (SELECT 1 FROM observation WHERE replaces = o.id) AND o.statistics <> '{}';
