-- What formulas read of an activity, narrow and in one index, so that the figures of a report are summed without touching the rows.

-- All that formulas choose by, as one number: activities of one form, state, channels, topics and audiences are counted together, and formulas are worked out over these groups.
ALTER TABLE activity ADD COLUMN kind bigint NOT NULL GENERATED ALWAYS AS (hash_array_extended(ARRAY[form, state, ''] || channels || ''::text || topics || ''::text || audiences, 0)) STORED;

-- How many people it reached, for the most notable ones.
ALTER TABLE activity ADD COLUMN reach bigint NOT NULL GENERATED ALWAYS AS (coalesce(attendance, 0) + coalesce(listeners, 0) + coalesce(views, 0) + coalesce(entries, 0)) STORED;

DROP INDEX ix_activity_province_id_unit_id_happened_on_id;
CREATE INDEX ix_activity_province_id_unit_id_happened_on_id ON activity (province_id, unit_id, happened_on, id) INCLUDE (kind, quantity, attendance, listeners, views, pages, minutes, entries, cost);
CREATE INDEX ix_activity_kind ON activity (kind);
CREATE INDEX ix_activity_notable ON activity (province_id, reach DESC, id) INCLUDE (happened_on, unit_id) WHERE state = 'Accepted' AND reach > 0;

-- The index is read alone where the table has been vacuumed since rows came in: by the half million at most.
ALTER TABLE activity SET (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_vacuum_insert_threshold = 20000);
