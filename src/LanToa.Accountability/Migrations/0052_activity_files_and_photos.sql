-- How exactly the phone knew where it was, in metres.
ALTER TABLE activity ADD COLUMN accuracy integer;

-- Files of activities that somebody sent to be looked through before anything is recorded.

CREATE TABLE activity_import (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    unit_id uuid NOT NULL,
    file_name text NOT NULL,
    sha256 text NOT NULL,
    columns jsonb NOT NULL,
    rows jsonb NOT NULL,
    read_by uuid NOT NULL,
    read_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone,
    recorded integer NOT NULL,
    drafted integer NOT NULL,
    CONSTRAINT pk_activity_import PRIMARY KEY (province_id, id),
    CONSTRAINT fk_activity_import_organization_unit_id FOREIGN KEY (unit_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_activity_import_account_read_by FOREIGN KEY (read_by) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE INDEX ix_activity_import_unit_id ON activity_import (unit_id);
CREATE INDEX ix_activity_import_read_by ON activity_import (read_by);
CREATE INDEX ix_activity_import_province_id_read_by_read_at ON activity_import (province_id, read_by, read_at);

-- What photos of evidence look like, so that one that was used before is found by an index; and what people said of photos that are alike.

CREATE TABLE photo_look (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    evidence_id uuid NOT NULL,
    version_id uuid NOT NULL,
    look bigint NOT NULL,
    bands bigint[] NOT NULL,
    CONSTRAINT pk_photo_look PRIMARY KEY (province_id, id),
    CONSTRAINT fk_photo_look_evidence_province_id_evidence_id FOREIGN KEY (province_id, evidence_id) REFERENCES evidence (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_photo_look_evidence_version_province_id_version_id FOREIGN KEY (province_id, version_id) REFERENCES evidence_version (province_id, id) ON DELETE RESTRICT
);

CREATE INDEX ix_photo_look_province_id_evidence_id ON photo_look (province_id, evidence_id);
CREATE UNIQUE INDEX ix_photo_look_province_id_version_id ON photo_look (province_id, version_id);
CREATE INDEX ix_photo_look_bands ON photo_look USING gin (bands);

CREATE TABLE photo_likeness (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    evidence_id uuid NOT NULL,
    other_id uuid NOT NULL,
    activity_id uuid NOT NULL,
    other_activity_id uuid NOT NULL,
    word text NOT NULL,
    said_by uuid,
    said_by_name text NOT NULL,
    said_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_photo_likeness PRIMARY KEY (province_id, id),
    CONSTRAINT fk_photo_likeness_evidence_province_id_evidence_id FOREIGN KEY (province_id, evidence_id) REFERENCES evidence (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_photo_likeness_evidence_province_id_other_id FOREIGN KEY (province_id, other_id) REFERENCES evidence (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_photo_likeness_activity_province_id_activity_id FOREIGN KEY (province_id, activity_id) REFERENCES activity (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_photo_likeness_activity_province_id_other_activity_id FOREIGN KEY (province_id, other_activity_id) REFERENCES activity (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_photo_likeness_account_said_by FOREIGN KEY (said_by) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_photo_likeness_province_id_evidence_id_other_id ON photo_likeness (province_id, evidence_id, other_id);
CREATE INDEX ix_photo_likeness_province_id_other_id ON photo_likeness (province_id, other_id);
CREATE INDEX ix_photo_likeness_province_id_activity_id ON photo_likeness (province_id, activity_id);
CREATE INDEX ix_photo_likeness_province_id_other_activity_id ON photo_likeness (province_id, other_activity_id);
CREATE INDEX ix_photo_likeness_said_by ON photo_likeness (said_by);
