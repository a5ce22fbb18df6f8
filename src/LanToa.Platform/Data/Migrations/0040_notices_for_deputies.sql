-- A notice that a deputy gets because its owner is away says by which delegation it is read.

ALTER TABLE notice ADD COLUMN delegation_id uuid CONSTRAINT fk_notice_delegation_delegation_id REFERENCES delegation (id) ON DELETE RESTRICT;

CREATE INDEX ix_notice_delegation_id ON notice (delegation_id) WHERE delegation_id IS NOT NULL;
