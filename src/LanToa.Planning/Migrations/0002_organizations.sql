-- The tree of organizations, its groups, aliases and successions.

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

CREATE TABLE succession (
    id uuid NOT NULL,
    kind text NOT NULL,
    effective_on date NOT NULL,
    act text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_succession PRIMARY KEY (id)
);

CREATE TABLE organization_group (
    id uuid NOT NULL,
    name text NOT NULL,
    owner_id uuid,
    levels text[] NOT NULL,
    kinds text[] NOT NULL,
    direct_only boolean NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_organization_group PRIMARY KEY (id),
    CONSTRAINT fk_organization_group_organization_owner_id FOREIGN KEY (owner_id) REFERENCES organization (id) ON DELETE RESTRICT
);

CREATE TABLE succession_line (
    id uuid NOT NULL,
    succession_id uuid NOT NULL,
    from_id uuid NOT NULL,
    to_id uuid,
    weight numeric(9,8) NOT NULL,
    CONSTRAINT pk_succession_line PRIMARY KEY (id),
    CONSTRAINT ck_succession_line_weight CHECK (weight > 0 AND weight <= 1),
    CONSTRAINT fk_succession_line_organization_from_id FOREIGN KEY (from_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_succession_line_organization_to_id FOREIGN KEY (to_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_succession_line_succession_succession_id FOREIGN KEY (succession_id) REFERENCES succession (id) ON DELETE RESTRICT
);

CREATE TABLE organization_alias (
    id uuid NOT NULL,
    organization_id uuid,
    group_id uuid,
    issuer_id uuid,
    text text NOT NULL,
    folded text NOT NULL,
    confirmed_by uuid,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_organization_alias PRIMARY KEY (id),
    CONSTRAINT ck_organization_alias_one_target CHECK ((organization_id IS NULL) <> (group_id IS NULL)),
    CONSTRAINT fk_organization_alias_organization_group_group_id FOREIGN KEY (group_id) REFERENCES organization_group (id) ON DELETE RESTRICT,
    CONSTRAINT fk_organization_alias_organization_issuer_id FOREIGN KEY (issuer_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_organization_alias_organization_organization_id FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT
);

CREATE TABLE organization_group_member (
    id uuid NOT NULL,
    group_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    included boolean NOT NULL,
    reason text NOT NULL,
    CONSTRAINT pk_organization_group_member PRIMARY KEY (id),
    CONSTRAINT fk_organization_group_member_organization_group_group_id FOREIGN KEY (group_id) REFERENCES organization_group (id) ON DELETE RESTRICT,
    CONSTRAINT fk_organization_group_member_organization_organization_id FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_organization_code_valid_from ON organization (code, valid_from);

CREATE INDEX ix_organization_parent_id ON organization (parent_id);

CREATE INDEX ix_organization_province_id ON organization (province_id);

CREATE INDEX ix_organization_alias_folded ON organization_alias (folded);

CREATE INDEX ix_organization_alias_group_id ON organization_alias (group_id);

CREATE INDEX ix_organization_alias_issuer_id ON organization_alias (issuer_id);

CREATE INDEX ix_organization_alias_organization_id ON organization_alias (organization_id);

CREATE INDEX ix_organization_group_owner_id ON organization_group (owner_id);

CREATE UNIQUE INDEX ix_organization_group_member_group_id_organization_id ON organization_group_member (group_id, organization_id);

CREATE INDEX ix_organization_group_member_organization_id ON organization_group_member (organization_id);

CREATE INDEX ix_succession_line_from_id ON succession_line (from_id);

CREATE UNIQUE INDEX ix_succession_line_succession_id_from_id_to_id ON succession_line (succession_id, from_id, to_id);

CREATE INDEX ix_succession_line_to_id ON succession_line (to_id);

ALTER TABLE membership ADD CONSTRAINT fk_membership_organization_organization_id FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT;
