-- Report forms, routes, and reports: what a person enters, each sending as a snapshot, the figures that reports above add up, and which reports a sending counts.

CREATE TABLE report_form (
    id uuid NOT NULL,
    province_id smallint NOT NULL,
    code text NOT NULL,
    year_from integer NOT NULL,
    name text NOT NULL,
    periods text[] NOT NULL,
    body text NOT NULL,
    withdrawn_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT pk_report_form PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ix_report_form_province_id_code_year_from ON report_form (province_id, code, year_from);

CREATE TABLE report_route (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    form_code text NOT NULL,
    unit_id uuid NOT NULL,
    to_id uuid NOT NULL,
    via_id uuid,
    working_days integer,
    valid_from date NOT NULL,
    valid_to date,
    CONSTRAINT pk_report_route PRIMARY KEY (province_id, id),
    CONSTRAINT fk_report_route_organization_unit_id FOREIGN KEY (unit_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_report_route_organization_to_id FOREIGN KEY (to_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_report_route_organization_via_id FOREIGN KEY (via_id) REFERENCES organization (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_report_route_once ON report_route (province_id, form_code, unit_id, to_id, via_id, valid_from) NULLS NOT DISTINCT;
CREATE INDEX ix_report_route_unit_id ON report_route (unit_id);
CREATE INDEX ix_report_route_to_id ON report_route (to_id);
CREATE INDEX ix_report_route_via_id ON report_route (via_id);

CREATE TABLE report (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    form_id uuid NOT NULL,
    form_code text NOT NULL,
    unit_id uuid NOT NULL,
    addressee_id uuid NOT NULL,
    final_id uuid,
    period_key text NOT NULL,
    period_name text NOT NULL,
    period_from date NOT NULL,
    period_to date NOT NULL,
    year_from date NOT NULL,
    due_on date NOT NULL,
    state text NOT NULL,
    sendings integer NOT NULL,
    first_sent_on date,
    sent_at timestamp with time zone,
    sent_by_name text,
    sent_by uuid,
    received_at timestamp with time zone,
    decided_at timestamp with time zone,
    decided_by_name text,
    reason text,
    reopened_until date,
    form_key uuid,
    CONSTRAINT pk_report PRIMARY KEY (province_id, id),
    CONSTRAINT fk_report_report_form_form_id FOREIGN KEY (form_id) REFERENCES report_form (id) ON DELETE RESTRICT,
    CONSTRAINT fk_report_organization_unit_id FOREIGN KEY (unit_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_report_organization_addressee_id FOREIGN KEY (addressee_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_report_organization_final_id FOREIGN KEY (final_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_report_account_sent_by FOREIGN KEY (sent_by) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_report_province_id_form_code_period_key_unit_id_addressee_id ON report (province_id, form_code, period_key, unit_id, addressee_id);
CREATE INDEX ix_report_province_id_addressee_id_form_code_period_key ON report (province_id, addressee_id, form_code, period_key);
CREATE INDEX ix_report_form_id ON report (form_id);
CREATE INDEX ix_report_unit_id ON report (unit_id);
CREATE INDEX ix_report_addressee_id ON report (addressee_id);
CREATE INDEX ix_report_final_id ON report (final_id);
CREATE INDEX ix_report_sent_by ON report (sent_by);

CREATE TABLE report_cell (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    report_id uuid NOT NULL,
    code text NOT NULL,
    number numeric,
    text text,
    reason text,
    remark text,
    CONSTRAINT pk_report_cell PRIMARY KEY (province_id, id),
    CONSTRAINT fk_report_cell_report_province_id_report_id FOREIGN KEY (province_id, report_id) REFERENCES report (province_id, id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_report_cell_province_id_report_id_code ON report_cell (province_id, report_id, code);

CREATE TABLE report_text (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    report_id uuid NOT NULL,
    block integer NOT NULL,
    text text NOT NULL,
    written_on text NOT NULL,
    CONSTRAINT pk_report_text PRIMARY KEY (province_id, id),
    CONSTRAINT fk_report_text_report_province_id_report_id FOREIGN KEY (province_id, report_id) REFERENCES report (province_id, id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_report_text_province_id_report_id_block ON report_text (province_id, report_id, block);

CREATE TABLE report_snapshot (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    report_id uuid NOT NULL,
    number integer NOT NULL,
    content text NOT NULL,
    sha256 text NOT NULL,
    at timestamp with time zone NOT NULL,
    by_name text NOT NULL,
    CONSTRAINT pk_report_snapshot PRIMARY KEY (province_id, id),
    CONSTRAINT fk_report_snapshot_report_province_id_report_id FOREIGN KEY (province_id, report_id) REFERENCES report (province_id, id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_report_snapshot_province_id_report_id_number ON report_snapshot (province_id, report_id, number);

-- What was sent is never another text.
CREATE FUNCTION report_snapshot_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A sent report never changes (report_snapshot %)', OLD.id;
END $$;

CREATE TRIGGER report_snapshot_stays BEFORE UPDATE OR DELETE ON report_snapshot FOR EACH ROW EXECUTE FUNCTION report_snapshot_stays();

CREATE TABLE report_figure (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    report_id uuid NOT NULL,
    code text NOT NULL,
    number numeric,
    numerator numeric,
    denominator numeric,
    units uuid[],
    text text,
    cumulative_number numeric,
    cumulative_numerator numeric,
    cumulative_denominator numeric,
    total numeric,
    CONSTRAINT pk_report_figure PRIMARY KEY (province_id, id),
    CONSTRAINT fk_report_figure_report_province_id_report_id FOREIGN KEY (province_id, report_id) REFERENCES report (province_id, id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_report_figure_province_id_report_id_code ON report_figure (province_id, report_id, code);

CREATE TABLE report_part (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    report_id uuid NOT NULL,
    part_id uuid NOT NULL,
    through_id uuid NOT NULL,
    CONSTRAINT pk_report_part PRIMARY KEY (province_id, id),
    CONSTRAINT fk_report_part_report_province_id_report_id FOREIGN KEY (province_id, report_id) REFERENCES report (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_report_part_report_province_id_part_id FOREIGN KEY (province_id, part_id) REFERENCES report (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_report_part_report_province_id_through_id FOREIGN KEY (province_id, through_id) REFERENCES report (province_id, id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_report_part_province_id_report_id_part_id ON report_part (province_id, report_id, part_id);
CREATE INDEX ix_report_part_province_id_part_id ON report_part (province_id, part_id);
CREATE INDEX ix_report_part_province_id_through_id ON report_part (province_id, through_id);
