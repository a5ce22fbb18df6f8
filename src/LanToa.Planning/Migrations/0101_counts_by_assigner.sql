-- Whether a unit has assigned anything to another is asked at every board: told by the index alone, where the whole province was looked through.

DROP INDEX ix_occurrence_count_province_id_assigner_id;

CREATE INDEX ix_occurrence_count_province_id_assigner_id_unit_id ON occurrence_count (province_id, assigner_id, unit_id);
