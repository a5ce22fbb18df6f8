-- What units decide about the tasks of upper plans, and the tasks of their own plans that answer them. Nothing is stored before somebody decides.

CREATE TABLE cascade_decision (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    unit_id uuid NOT NULL,
    upper_province_id smallint NOT NULL,
    upper_plan_id uuid NOT NULL,
    upper_task_id uuid NOT NULL,
    kind text NOT NULL,
    reason text,
    asked text NOT NULL,
    task_words text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    decided_by_name text NOT NULL,
    CONSTRAINT pk_cascade_decision PRIMARY KEY (province_id, id),
    CONSTRAINT fk_cascade_decision_organization_unit_id FOREIGN KEY (unit_id) REFERENCES organization (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_cascade_decision_province_id_unit_id_upper_task_id ON cascade_decision (province_id, unit_id, upper_task_id);
CREATE INDEX ix_cascade_decision_unit_id ON cascade_decision (unit_id);
CREATE INDEX ix_cascade_decision_upper_plan_id ON cascade_decision (upper_plan_id);

CREATE TABLE cascade_link (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    decision_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    task_id uuid NOT NULL,
    CONSTRAINT pk_cascade_link PRIMARY KEY (province_id, id),
    CONSTRAINT fk_cascade_link_cascade_decision_province_id_decision_id FOREIGN KEY (province_id, decision_id) REFERENCES cascade_decision (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_cascade_link_plan_province_id_plan_id FOREIGN KEY (province_id, plan_id) REFERENCES plan (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_cascade_link_plan_task_province_id_task_id FOREIGN KEY (province_id, task_id) REFERENCES plan_task (province_id, id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_cascade_link_province_id_decision_id_task_id ON cascade_link (province_id, decision_id, task_id);
CREATE INDEX ix_cascade_link_province_id_plan_id ON cascade_link (province_id, plan_id);
CREATE INDEX ix_cascade_link_province_id_task_id ON cascade_link (province_id, task_id);

-- "Which plans address this unit?" asked from the unit.
CREATE INDEX ix_plan_group_units ON plan_group USING gin (units);
CREATE INDEX ix_task_party_units ON task_party USING gin (units);
