-- What was given to nobody is looked for by no person.
DROP INDEX ix_obligation_assignee_id;
CREATE INDEX ix_obligation_assignee_id ON obligation (assignee_id) WHERE assignee_id IS NOT NULL;
