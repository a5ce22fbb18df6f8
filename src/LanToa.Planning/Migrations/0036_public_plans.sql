-- Since when everyone may read an issued plan without signing in.

ALTER TABLE plan ADD COLUMN published_on date;

CREATE INDEX ix_plan_id ON plan (id) WHERE published_on IS NOT NULL;
