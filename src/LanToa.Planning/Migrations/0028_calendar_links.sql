-- Addresses by which a calendar program follows due dates: one per person, unit and choice of work, until its owner ends it.

CREATE TABLE calendar_link (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    account_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    whose text NOT NULL,
    secret text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    last_read_at timestamp with time zone,
    CONSTRAINT pk_calendar_link PRIMARY KEY (province_id, id),
    CONSTRAINT fk_calendar_link_account_account_id FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT,
    CONSTRAINT fk_calendar_link_organization_unit_id FOREIGN KEY (unit_id) REFERENCES organization (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_calendar_link_secret_province_id ON calendar_link (secret, province_id);
CREATE UNIQUE INDEX ix_calendar_link_province_id_account_id_unit_id_whose ON calendar_link (province_id, account_id, unit_id, whose) WHERE ended_at IS NULL;
CREATE INDEX ix_calendar_link_account_id ON calendar_link (account_id);
CREATE INDEX ix_calendar_link_unit_id ON calendar_link (unit_id);
