-- Why a date is what it is says the same to all units of a duty: kept once in a province, and not with each occurrence, of which it was the greater part of the width.
CREATE TABLE due_reason (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    sentences text[] NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_due_reason PRIMARY KEY (province_id, id)
);

ALTER TABLE occurrence ADD COLUMN due_reason_id uuid;

CREATE FUNCTION due_reason_of(why text[]) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(substring(sha256(convert_to(array_to_string(why, E'\n'), 'UTF8')) FROM 1 FOR 16), 'hex')::uuid
$$;

INSERT INTO due_reason SELECT DISTINCT province_id, due_reason_of(why), why, 1 FROM occurrence ON CONFLICT DO NOTHING;

-- Nothing that is counted or guarded changes.
ALTER TABLE occurrence DISABLE TRIGGER USER;
UPDATE occurrence SET due_reason_id = due_reason_of(why);
ALTER TABLE occurrence ENABLE TRIGGER USER;

ALTER TABLE occurrence ALTER COLUMN due_reason_id SET NOT NULL;
ALTER TABLE occurrence DROP COLUMN why;
DROP FUNCTION due_reason_of;
