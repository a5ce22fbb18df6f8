-- What each unit must do, by period; the regimes and days off that dates follow.

CREATE TABLE holiday (
    id uuid NOT NULL,
    province_id smallint NOT NULL,
    date date NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    source text NOT NULL,
    basis text,
    withdrawn_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT pk_holiday PRIMARY KEY (id)
);

CREATE TABLE reporting_regime (
    id uuid NOT NULL,
    province_id smallint NOT NULL,
    code text NOT NULL,
    data jsonb NOT NULL,
    withdrawn_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT pk_reporting_regime PRIMARY KEY (id)
);

CREATE TABLE obligation (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    task_province_id smallint NOT NULL,
    task_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    assigner_id uuid NOT NULL,
    role text NOT NULL,
    kind text NOT NULL,
    rule jsonb NOT NULL,
    text text NOT NULL,
    search_text text NOT NULL,
    regime_code text NOT NULL,
    plan_date date NOT NULL,
    plan_from date NOT NULL,
    plan_to date NOT NULL,
    assignee_id uuid,
    assignee_name text,
    confirms_itself boolean NOT NULL,
    ended_on date,
    end_reason text,
    version integer NOT NULL,
    CONSTRAINT pk_obligation PRIMARY KEY (province_id, id),
    CONSTRAINT fk_obligation_account_assignee_id FOREIGN KEY (assignee_id) REFERENCES account (id) ON DELETE RESTRICT,
    CONSTRAINT fk_obligation_organization_assigner_id FOREIGN KEY (assigner_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_obligation_organization_unit_id FOREIGN KEY (unit_id) REFERENCES organization (id) ON DELETE RESTRICT
);

CREATE TABLE occurrence (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    obligation_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    assigner_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    task_id uuid NOT NULL,
    is_request boolean NOT NULL,
    period_key text NOT NULL,
    period_name text NOT NULL,
    period_from date NOT NULL,
    period_to date NOT NULL,
    own_from date,
    own_to date,
    opens_on date NOT NULL,
    scheduled_on date NOT NULL,
    data_from date,
    data_to date,
    score_year integer NOT NULL,
    absorbed text[] NOT NULL,
    why text[] NOT NULL,
    due_on date NOT NULL,
    target integer,
    progress integer NOT NULL,
    before_tracking boolean NOT NULL,
    started_on date,
    claimed_on date,
    claimed_by uuid,
    claimed_by_name text,
    done_on date,
    note text,
    confirmed_on date,
    confirmed_by uuid,
    confirmed_by_name text,
    returned_on date,
    nothing_arose_on date,
    not_applicable_on date,
    reason text,
    extension_to date,
    extension_reason text,
    form_key uuid,
    version integer NOT NULL,
    CONSTRAINT pk_occurrence PRIMARY KEY (province_id, id),
    CONSTRAINT fk_occurrence_obligation_province_id_obligation_id FOREIGN KEY (province_id, obligation_id) REFERENCES obligation (province_id, id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_holiday_province_id_date ON holiday (province_id, date);

CREATE UNIQUE INDEX ix_reporting_regime_province_id_code ON reporting_regime (province_id, code);

CREATE INDEX ix_obligation_assignee_id ON obligation (assignee_id);

CREATE INDEX ix_obligation_assigner_id ON obligation (assigner_id);

CREATE INDEX ix_obligation_plan_id ON obligation (plan_id);

CREATE UNIQUE INDEX ix_obligation_province_id_task_id_unit_id ON obligation (province_id, task_id, unit_id);

CREATE INDEX ix_obligation_province_id_unit_id ON obligation (province_id, unit_id);

CREATE INDEX ix_obligation_unit_id ON obligation (unit_id);

CREATE INDEX ix_occurrence_plan_id_unit_id ON occurrence (plan_id, unit_id);

CREATE INDEX ix_occurrence_province_id_assigner_id_due_on ON occurrence (province_id, assigner_id, due_on) WHERE confirmed_on IS NULL AND nothing_arose_on IS NULL AND not_applicable_on IS NULL;

CREATE INDEX ix_occurrence_province_id_obligation_id ON occurrence (province_id, obligation_id);

CREATE INDEX ix_occurrence_province_id_unit_id_done_on ON occurrence (province_id, unit_id, done_on) WHERE done_on IS NOT NULL;

CREATE INDEX ix_occurrence_province_id_unit_id_due_on ON occurrence (province_id, unit_id, due_on) WHERE confirmed_on IS NULL AND nothing_arose_on IS NULL AND not_applicable_on IS NULL;

CREATE INDEX ix_occurrence_province_id_unit_id_scheduled_on ON occurrence (province_id, unit_id, scheduled_on);

-- What the rule gave stays as it was; people move due_on, with a reason.
CREATE FUNCTION keep_scheduled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'occurrence %: the scheduled date and the period are never changed', OLD.id USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER occurrence_keeps_scheduled BEFORE UPDATE ON occurrence FOR EACH ROW
    WHEN ((OLD.scheduled_on, OLD.period_key, OLD.period_from, OLD.period_to, OLD.obligation_id, OLD.unit_id)
        IS DISTINCT FROM (NEW.scheduled_on, NEW.period_key, NEW.period_from, NEW.period_to, NEW.obligation_id, NEW.unit_id))
    EXECUTE FUNCTION keep_scheduled();
