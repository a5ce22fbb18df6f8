-- The register of legal acts with the time in which each holds.

CREATE TABLE legal_act (
    id uuid NOT NULL,
    province_id smallint NOT NULL,
    key text NOT NULL,
    delivered_as text,
    kind text NOT NULL,
    number text NOT NULL,
    symbol text NOT NULL,
    date date,
    issuer text NOT NULL,
    title text,
    valid_from date,
    valid_to date,
    replaced_by text,
    amended_by text,
    source_note text,
    withdrawn_at timestamp with time zone,
    search_text text NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_legal_act PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ix_legal_act_province_id_key ON legal_act (province_id, key);

CREATE UNIQUE INDEX ix_legal_act_delivered_as ON legal_act (delivered_as);
