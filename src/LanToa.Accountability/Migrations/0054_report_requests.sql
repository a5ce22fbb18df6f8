-- Reports asked for once (đột xuất, chuyên đề): the letter, whom it asks; and what a person gives beside a figure: an estimate, last year's figure, the file it came from.

CREATE TABLE report_request (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    unit_id uuid NOT NULL,
    kind text NOT NULL,
    number text NOT NULL,
    issued_on date NOT NULL,
    subject text NOT NULL,
    ask text NOT NULL,
    form_id uuid NOT NULL,
    form_code text NOT NULL,
    period_from date NOT NULL,
    period_to date NOT NULL,
    due_on date NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    issued_by uuid,
    issued_by_name text NOT NULL,
    closed_at timestamp with time zone,
    closed_by_name text,
    reason text,
    form_key uuid NOT NULL,
    CONSTRAINT pk_report_request PRIMARY KEY (province_id, id),
    CONSTRAINT fk_report_request_organization_unit_id FOREIGN KEY (unit_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_report_request_report_form_form_id FOREIGN KEY (form_id) REFERENCES report_form (id) ON DELETE RESTRICT,
    CONSTRAINT fk_report_request_account_issued_by FOREIGN KEY (issued_by) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_report_request_province_id_form_code ON report_request (province_id, form_code);
-- Pressed twice, one letter goes out.
CREATE UNIQUE INDEX ix_report_request_once ON report_request (province_id, unit_id, number, issued_on);
CREATE INDEX ix_report_request_unit_id ON report_request (unit_id);
CREATE INDEX ix_report_request_form_id ON report_request (form_id);
CREATE INDEX ix_report_request_issued_by ON report_request (issued_by);

CREATE TABLE report_request_unit (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    request_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    reminders integer NOT NULL,
    reminded_at timestamp with time zone,
    CONSTRAINT pk_report_request_unit PRIMARY KEY (province_id, id),
    CONSTRAINT fk_report_request_unit_report_request_province_id_request_id FOREIGN KEY (province_id, request_id) REFERENCES report_request (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_report_request_unit_organization_unit_id FOREIGN KEY (unit_id) REFERENCES organization (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_report_request_unit_province_id_request_id_unit_id ON report_request_unit (province_id, request_id, unit_id);
CREATE INDEX ix_report_request_unit_unit_id ON report_request_unit (unit_id);

ALTER TABLE report_cell ADD COLUMN estimate numeric, ADD COLUMN last_year numeric, ADD COLUMN source text;
