-- What activities bring to a period: accepted and waiting apart, beside what the unit told without them.
ALTER TABLE occurrence ADD COLUMN accepted numeric(14,2);
ALTER TABLE occurrence ADD COLUMN recorded numeric(14,2);
ALTER TABLE occurrence ADD COLUMN told integer;
ALTER TABLE occurrence ADD COLUMN last_activity_on date;
