-- The daily digest (its hour, what people choose, what was told on which day), urging of late units, and explanations of lateness.

-- The address by which the receiver stops letters of this kind (RFC 8058); none where a letter is no such thing.
ALTER TABLE outgoing_mail ADD COLUMN unsubscribe text;

CREATE TABLE digest_setting (
    id uuid NOT NULL,
    province_id smallint NOT NULL,
    is_on boolean NOT NULL,
    hour integer NOT NULL,
    rests_on_weekends boolean NOT NULL,
    rests_on_holidays boolean NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_digest_setting PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ix_digest_setting_province_id ON digest_setting (province_id);

CREATE TABLE digest_choice (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    no_soon boolean NOT NULL,
    no_summary boolean NOT NULL,
    quiet_days integer[] NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_digest_choice PRIMARY KEY (id),
    CONSTRAINT fk_digest_choice_account_account_id FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_digest_choice_account_id ON digest_choice (account_id);

CREATE TABLE digest (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    account_id uuid NOT NULL,
    day date NOT NULL,
    content jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_digest PRIMARY KEY (province_id, id),
    CONSTRAINT fk_digest_account_account_id FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_digest_province_id_account_id_day ON digest (province_id, account_id, day);
CREATE INDEX ix_digest_account_id ON digest (account_id);

CREATE TABLE urging (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    urger_id uuid NOT NULL,
    by_id uuid,
    by_name text NOT NULL,
    day date NOT NULL,
    at timestamp with time zone NOT NULL,
    words text NOT NULL,
    units integer NOT NULL,
    occurrences integer NOT NULL,
    form_key uuid NOT NULL,
    CONSTRAINT pk_urging PRIMARY KEY (province_id, id),
    CONSTRAINT fk_urging_organization_urger_id FOREIGN KEY (urger_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_urging_account_by_id FOREIGN KEY (by_id) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_urging_province_id_form_key ON urging (province_id, form_key);
CREATE INDEX ix_urging_province_id_urger_id_at ON urging (province_id, urger_id, at);
CREATE INDEX ix_urging_urger_id ON urging (urger_id);
CREATE INDEX ix_urging_by_id ON urging (by_id);

CREATE TABLE urged_work (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    urging_id uuid NOT NULL,
    occurrence_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    due_on date NOT NULL,
    days_late integer NOT NULL,
    CONSTRAINT pk_urged_work PRIMARY KEY (province_id, id),
    CONSTRAINT fk_urged_work_urging_province_id_urging_id FOREIGN KEY (province_id, urging_id) REFERENCES urging (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_urged_work_occurrence_province_id_occurrence_id FOREIGN KEY (province_id, occurrence_id) REFERENCES occurrence (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_urged_work_organization_unit_id FOREIGN KEY (unit_id) REFERENCES organization (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_urged_work_province_id_urging_id_occurrence_id ON urged_work (province_id, urging_id, occurrence_id);
CREATE INDEX ix_urged_work_province_id_occurrence_id ON urged_work (province_id, occurrence_id);
CREATE INDEX ix_urged_work_unit_id ON urged_work (unit_id);

CREATE TABLE explanation (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    occurrence_id uuid NOT NULL,
    step text NOT NULL,
    text text NOT NULL,
    by_id uuid,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    form_key uuid NOT NULL,
    CONSTRAINT pk_explanation PRIMARY KEY (province_id, id),
    CONSTRAINT fk_explanation_occurrence_province_id_occurrence_id FOREIGN KEY (province_id, occurrence_id) REFERENCES occurrence (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_explanation_account_by_id FOREIGN KEY (by_id) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_explanation_province_id_form_key ON explanation (province_id, form_key);
CREATE INDEX ix_explanation_province_id_occurrence_id_at ON explanation (province_id, occurrence_id, at);
CREATE INDEX ix_explanation_by_id ON explanation (by_id);
