-- The board of one commune reads its own counts, not those of its province.
CREATE INDEX ix_occurrence_count_province_id_unit_id ON occurrence_count (province_id, unit_id);
CREATE INDEX ix_occurrence_count_province_id_assigner_id ON occurrence_count (province_id, assigner_id);
