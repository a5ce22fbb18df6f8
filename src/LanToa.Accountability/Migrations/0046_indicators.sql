-- The dictionary of indicators that reports are made of. Province 0 is the whole country; a province's own version of a code stands in its place.

CREATE TABLE indicator (
    id uuid NOT NULL,
    province_id smallint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    theme text NOT NULL,
    unit text NOT NULL,
    aggregation text NOT NULL,
    source text NOT NULL,
    formula text,
    cumulative boolean NOT NULL,
    decimals integer NOT NULL,
    meaning text,
    valid_from date,
    valid_to date,
    ordinal integer NOT NULL,
    withdrawn_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT pk_indicator PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ix_indicator_province_id_code ON indicator (province_id, code);
