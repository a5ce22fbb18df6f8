-- Lists are in the order of due date and id. The index need only bring the rows by their date: those of one day are sorted when they are read. Without the id
-- its entries are alike, so that one index is a ninth of its size, the other a quarter, and a row that is made costs less.

DROP INDEX ix_occurrence_unsettled;
DROP INDEX ix_occurrence_settled;
DROP INDEX ix_occurrence_province_id_unit_id_due_on_id;

CREATE INDEX ix_occurrence_unsettled ON occurrence (province_id, due_on) WHERE confirmed_on IS NULL AND nothing_arose_on IS NULL AND not_applicable_on IS NULL;

CREATE INDEX ix_occurrence_settled ON occurrence (province_id, due_on) WHERE confirmed_on IS NOT NULL OR nothing_arose_on IS NOT NULL OR not_applicable_on IS NOT NULL;

CREATE INDEX ix_occurrence_province_id_unit_id_due_on ON occurrence (province_id, unit_id, due_on);
