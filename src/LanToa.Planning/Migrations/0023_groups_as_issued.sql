-- A plan that was issued keeps what its groups meant then: rules of groups change afterwards, what was asked of whom does not.

CREATE TABLE plan_group (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    plan_id uuid NOT NULL,
    group_id uuid NOT NULL,
    units uuid[] NOT NULL,
    CONSTRAINT pk_plan_group PRIMARY KEY (province_id, id),
    CONSTRAINT fk_plan_group_plan_province_id_plan_id FOREIGN KEY (province_id, plan_id) REFERENCES plan (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_plan_group_organization_group_group_id FOREIGN KEY (group_id) REFERENCES organization_group (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_plan_group_province_id_plan_id_group_id ON plan_group (province_id, plan_id, group_id);

CREATE INDEX ix_plan_group_group_id ON plan_group (group_id);

-- Plans of before: whom their duties were made for says what the group meant, where no second group of the task blurs it.
INSERT INTO plan_group (province_id, id, version, plan_id, group_id, units)
SELECT p.province_id, gen_random_uuid(), 1, p.plan_id, p.group_id, array_agg(DISTINCT o.unit_id)
FROM task_party p
    JOIN obligation o ON o.plan_id = p.plan_id AND o.task_id = p.task_id
WHERE p.group_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM task_party q WHERE q.province_id = p.province_id AND q.task_id = p.task_id AND q.id <> p.id AND (q.group_id IS NOT NULL OR q.organization_id = o.unit_id))
GROUP BY p.province_id, p.plan_id, p.group_id;
