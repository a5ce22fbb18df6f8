-- A group ends on a day and says why; a succession that was recorded by mistake is withdrawn, and knows which last day its old bodies had before.

ALTER TABLE organization_group ADD COLUMN valid_to date, ADD COLUMN end_reason text;

ALTER TABLE succession ADD COLUMN withdrawn_at timestamp with time zone, ADD COLUMN withdrawn_reason text;

ALTER TABLE succession_line ADD COLUMN earlier_valid_to date;
