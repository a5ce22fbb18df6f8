-- Evidence that units use for criteria of a year: the same piece, not a copy.

CREATE TABLE criterion_evidence (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    unit_id uuid NOT NULL,
    evidence_id uuid NOT NULL,
    criterion text NOT NULL,
    year integer NOT NULL,
    pointer text,
    note text,
    added_by uuid,
    added_by_name text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    CONSTRAINT pk_criterion_evidence PRIMARY KEY (province_id, id),
    CONSTRAINT fk_criterion_evidence_evidence_province_id_evidence_id FOREIGN KEY (province_id, evidence_id) REFERENCES evidence (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_criterion_evidence_organization_unit_id FOREIGN KEY (unit_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_criterion_evidence_account_added_by FOREIGN KEY (added_by) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_criterion_evidence_once ON criterion_evidence (province_id, unit_id, year, criterion, evidence_id);
CREATE INDEX ix_criterion_evidence_province_id_evidence_id ON criterion_evidence (province_id, evidence_id);
CREATE INDEX ix_criterion_evidence_unit_id ON criterion_evidence (unit_id);
CREATE INDEX ix_criterion_evidence_added_by ON criterion_evidence (added_by);
