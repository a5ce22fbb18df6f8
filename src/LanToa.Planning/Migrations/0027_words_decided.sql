-- A list that a person gave for the words of a group holds as given: what is added to the catalogue for another task does not join it.

ALTER TABLE task_party ADD COLUMN units uuid[];

-- What is remembered of words says of which group they are, who said it, in which document, and that it was given up.

ALTER TABLE words_meaning ADD COLUMN group_id uuid;
ALTER TABLE words_meaning ADD COLUMN import_id uuid;
ALTER TABLE words_meaning ADD COLUMN document text;
ALTER TABLE words_meaning ADD COLUMN by_name text NOT NULL DEFAULT '';
ALTER TABLE words_meaning ALTER COLUMN by_name DROP DEFAULT;
ALTER TABLE words_meaning ADD COLUMN forgotten boolean NOT NULL DEFAULT false;
ALTER TABLE words_meaning ALTER COLUMN forgotten DROP DEFAULT;
ALTER TABLE words_meaning ADD CONSTRAINT fk_words_meaning_organization_group_group_id FOREIGN KEY (group_id) REFERENCES organization_group (id) ON DELETE RESTRICT;
ALTER TABLE words_meaning ADD CONSTRAINT fk_words_meaning_plan_import_province_id_import_id FOREIGN KEY (province_id, import_id) REFERENCES plan_import (province_id, id) ON DELETE RESTRICT;

CREATE INDEX ix_words_meaning_group_id ON words_meaning (group_id);

CREATE INDEX ix_words_meaning_province_id_import_id ON words_meaning (province_id, import_id);
