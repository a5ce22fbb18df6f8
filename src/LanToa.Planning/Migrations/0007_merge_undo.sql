-- A merge of two tasks in a review can be taken back: the second keeps what the first said before.

ALTER TABLE import_item ADD COLUMN merged_into uuid;

ALTER TABLE import_item ADD COLUMN before_merge jsonb;

ALTER TABLE import_item ADD COLUMN decision_before text;
