-- The status board reads a thousand experiments at once: what it shows of plans and judgements is in
-- indexes, so that neither sealed texts nor figures are read for it.

DROP INDEX look_result_cycle;
-- A cycle's looks, their judgements.
CREATE INDEX look_result_board ON look_result(cycle, look, metric, variant, verdict);
-- What the board shows of the plan in force.
CREATE INDEX plan_board ON plan(cycle, version, first, last, title, owner, touch_point, looks, goals);
-- Plans without a feed, whose rows are typed by hand.
CREATE INDEX plan_typed ON plan(cycle, version)
  WHERE instr(sealed, char(10) || 'experiment.feeds.') = 0;
