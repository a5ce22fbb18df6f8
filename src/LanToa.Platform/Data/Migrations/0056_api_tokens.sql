-- Tokens by which other systems act for a unit, and answers kept for what they send twice.

CREATE TABLE api_token (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    account_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    name text NOT NULL,
    prefix text NOT NULL,
    secret_hash text NOT NULL,
    scopes text[] NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_on date NOT NULL,
    ended_at timestamp with time zone,
    last_used_at timestamp with time zone,
    CONSTRAINT pk_api_token PRIMARY KEY (province_id, id),
    CONSTRAINT fk_api_token_account_account_id FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_api_token_secret_hash_province_id ON api_token (secret_hash, province_id);
CREATE INDEX ix_api_token_account_id ON api_token (account_id);
CREATE INDEX ix_api_token_unit_id ON api_token (unit_id);

CREATE TABLE api_reply (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    token_id uuid NOT NULL,
    key text NOT NULL,
    request_hash text NOT NULL,
    status integer NOT NULL,
    location text,
    etag text,
    body text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_api_reply PRIMARY KEY (province_id, id),
    CONSTRAINT fk_api_reply_api_token_province_id_token_id FOREIGN KEY (province_id, token_id) REFERENCES api_token (province_id, id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_api_reply_province_id_token_id_key ON api_reply (province_id, token_id, key);
CREATE INDEX ix_api_reply_at ON api_reply (at);
