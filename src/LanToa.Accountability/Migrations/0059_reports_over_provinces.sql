-- Reports of provinces to the nation: what a sending counts may be kept by another province, and what a report comes to with all below it is kept beside its own figures.

-- Rows point into another province without a foreign key; the operation writes them from reports that it has just read, verify-data walks them.
ALTER TABLE report_part DROP CONSTRAINT fk_report_part_report_province_id_part_id;
ALTER TABLE report_part DROP CONSTRAINT fk_report_part_report_province_id_through_id;
DROP INDEX ix_report_part_province_id_part_id;
DROP INDEX ix_report_part_province_id_through_id;
ALTER TABLE report_part ADD COLUMN part_province_id smallint;
ALTER TABLE report_part ADD COLUMN through_province_id smallint;
UPDATE report_part SET part_province_id = province_id, through_province_id = province_id;
ALTER TABLE report_part ALTER COLUMN part_province_id SET NOT NULL;
ALTER TABLE report_part ALTER COLUMN through_province_id SET NOT NULL;
CREATE INDEX ix_report_part_part_province_id_part_id ON report_part (part_province_id, part_id);

-- total is the number; these are the rest of the same figure. Null in what was sent before: nobody above the province counted it.
ALTER TABLE report_figure ADD COLUMN whole_numerator numeric;
ALTER TABLE report_figure ADD COLUMN whole_denominator numeric;
ALTER TABLE report_figure ADD COLUMN whole_units uuid[];
ALTER TABLE report_figure ADD COLUMN whole_of integer;
ALTER TABLE report_figure ADD COLUMN whole_text text;
ALTER TABLE report_figure ADD COLUMN whole_cumulative_number numeric;
ALTER TABLE report_figure ADD COLUMN whole_cumulative_numerator numeric;
ALTER TABLE report_figure ADD COLUMN whole_cumulative_denominator numeric;

-- The ways to a body, whichever provinces they come from.
CREATE INDEX ix_report_addressee_id_form_code_period_key ON report (addressee_id, form_code, period_key);
DROP INDEX ix_report_addressee_id;
