-- The history becomes a chain of hashes, one per province. Writers only add events; a trigger notes each as waiting, and a sealer chains what is committed (docs/adr/0040).

CREATE TABLE history_waiting (
    province_id smallint NOT NULL,
    event_id uuid NOT NULL,
    CONSTRAINT pk_history_waiting PRIMARY KEY (province_id, event_id)
);

-- Without a foreign key to the event: its check would lock, and so rewrite, every row of the history.
CREATE TABLE history_seal (
    province_id smallint NOT NULL,
    number bigint NOT NULL,
    event_id uuid NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT pk_history_seal PRIMARY KEY (province_id, number)
);

CREATE TABLE history_chain (
    province_id smallint NOT NULL,
    number bigint NOT NULL,
    hash bytea NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_history_chain PRIMARY KEY (province_id)
);

CREATE TABLE history_check (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    checked_at timestamp with time zone NOT NULL,
    checked_by_name text NOT NULL,
    number bigint NOT NULL,
    hash bytea NOT NULL,
    waiting bigint NOT NULL,
    milliseconds bigint NOT NULL,
    findings integer NOT NULL,
    report text,
    CONSTRAINT pk_history_check PRIMARY KEY (province_id, id)
);

CREATE UNIQUE INDEX ix_history_seal_province_id_event_id ON history_seal (province_id, event_id);

CREATE FUNCTION history_event_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO history_waiting (province_id, event_id) SELECT province_id, id FROM added;
    RETURN NULL;
END $$;

-- For each statement, so that bulk work by SQL or COPY pays once.
CREATE TRIGGER history_event_waits AFTER INSERT ON history_event REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION history_event_waits();

INSERT INTO history_waiting (province_id, event_id) SELECT province_id, id FROM history_event;
