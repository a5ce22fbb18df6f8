-- Files of many rows are worked on by a job: which one, what it said of each row, when its person confirmed, and why it stopped.

ALTER TABLE activity_import ADD COLUMN job_id uuid;
ALTER TABLE activity_import ADD COLUMN lines jsonb;
ALTER TABLE activity_import ADD COLUMN looked_at timestamp with time zone;
ALTER TABLE activity_import ADD COLUMN confirmed_at timestamp with time zone;
ALTER TABLE activity_import ADD COLUMN trouble text;
ALTER TABLE activity_import ADD CONSTRAINT fk_activity_import_job_job_id FOREIGN KEY (job_id) REFERENCES job (id) ON DELETE RESTRICT;
CREATE INDEX ix_activity_import_job_id ON activity_import (job_id);
