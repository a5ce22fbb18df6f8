-- A role lent to a deputy for the days of a leave, and passkeys.

CREATE TABLE delegation (
    id uuid NOT NULL,
    membership_id uuid NOT NULL,
    from_id uuid NOT NULL,
    to_id uuid NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    reason text,
    created_at timestamp with time zone NOT NULL,
    created_by_name text NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT pk_delegation PRIMARY KEY (id),
    CONSTRAINT fk_delegation_membership_membership_id FOREIGN KEY (membership_id) REFERENCES membership (id) ON DELETE RESTRICT,
    CONSTRAINT fk_delegation_account_from_id FOREIGN KEY (from_id) REFERENCES account (id) ON DELETE RESTRICT,
    CONSTRAINT fk_delegation_account_to_id FOREIGN KEY (to_id) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE INDEX ix_delegation_membership_id ON delegation (membership_id);

CREATE INDEX ix_delegation_from_id ON delegation (from_id);

CREATE INDEX ix_delegation_to_id_valid_to ON delegation (to_id, valid_to);

CREATE TABLE account_passkey (
    credential_id bytea NOT NULL,
    user_id uuid NOT NULL,
    data jsonb NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT pk_account_passkey PRIMARY KEY (credential_id),
    CONSTRAINT fk_account_passkey_account_user_id FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE INDEX ix_account_passkey_user_id ON account_passkey (user_id);
