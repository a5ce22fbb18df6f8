-- Members of a plan's groups that became bodies of the Party or of a vertical line after it was issued: what was asked of the group is no longer asked of them.

ALTER TABLE plan_group ADD COLUMN outside uuid[] NOT NULL DEFAULT '{}';
