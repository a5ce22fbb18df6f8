-- The tree of organizations.

CREATE TABLE organization (
    id uuid NOT NULL,
    province_id smallint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    short_name text NOT NULL,
    level text NOT NULL,
    kind text NOT NULL,
    parent_id uuid,
    electronic_id text,
    valid_from date NOT NULL,
    valid_to date,
    search_text text NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_organization PRIMARY KEY (id),
    CONSTRAINT fk_organization_organization_parent_id FOREIGN KEY (parent_id) REFERENCES organization (id) ON DELETE RESTRICT
);

ALTER TABLE membership ADD CONSTRAINT fk_membership_organization_organization_id FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT;

CREATE UNIQUE INDEX ix_organization_code_valid_from ON organization (code, valid_from);

CREATE INDEX ix_organization_parent_id ON organization (parent_id);

CREATE INDEX ix_organization_province_id ON organization (province_id);
