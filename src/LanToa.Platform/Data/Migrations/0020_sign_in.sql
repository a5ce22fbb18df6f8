-- Second factors, sessions, attempts to sign in.
CREATE TABLE second_factor (
    account_id uuid NOT NULL,
    secret text NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    last_step bigint NOT NULL,
    failures integer NOT NULL,
    locked_until timestamp with time zone,
    CONSTRAINT pk_second_factor PRIMARY KEY (account_id),
    CONSTRAINT fk_second_factor_account_account_id FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE TABLE recovery_code (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    hash text NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT pk_recovery_code PRIMARY KEY (id),
    CONSTRAINT fk_recovery_code_account_account_id FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE INDEX ix_recovery_code_account_id ON recovery_code (account_id);

CREATE TABLE second_factor_rule (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    role text NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_second_factor_rule PRIMARY KEY (province_id, id)
);

CREATE UNIQUE INDEX ix_second_factor_rule_province_id_role ON second_factor_rule (province_id, role);

CREATE TABLE session (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    started_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    address text,
    browser text NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT pk_session PRIMARY KEY (id),
    CONSTRAINT fk_session_account_account_id FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE INDEX ix_session_account_id_started_at ON session (account_id, started_at);

CREATE INDEX ix_session_last_seen_at ON session (last_seen_at);

CREATE TABLE sign_in_event (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    outcome text NOT NULL,
    address text,
    browser text NOT NULL,
    CONSTRAINT pk_sign_in_event PRIMARY KEY (id),
    CONSTRAINT fk_sign_in_event_account_account_id FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE INDEX ix_sign_in_event_account_id_at ON sign_in_event (account_id, at);

CREATE INDEX ix_sign_in_event_at ON sign_in_event (at);
