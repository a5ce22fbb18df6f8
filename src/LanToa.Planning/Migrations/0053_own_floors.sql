-- What a unit asks of itself in standing work: so many in each period, beside what the plan asks.
ALTER TABLE obligation ADD COLUMN own_floor integer;
ALTER TABLE occurrence ADD COLUMN own_floor integer;
