-- Hôm nay tells a unit what it still has to explain: found by the unit, which the occurrence names and never changes.

ALTER TABLE explanation ADD COLUMN unit_id uuid;

UPDATE explanation e SET unit_id = o.unit_id FROM occurrence o WHERE o.province_id = e.province_id AND o.id = e.occurrence_id;

ALTER TABLE explanation ALTER COLUMN unit_id SET NOT NULL;
ALTER TABLE explanation ADD CONSTRAINT fk_explanation_organization_unit_id FOREIGN KEY (unit_id) REFERENCES organization (id) ON DELETE RESTRICT;

CREATE INDEX ix_explanation_province_id_unit_id_occurrence_id_at ON explanation (province_id, unit_id, occurrence_id, at);
CREATE INDEX ix_explanation_unit_id ON explanation (unit_id);
