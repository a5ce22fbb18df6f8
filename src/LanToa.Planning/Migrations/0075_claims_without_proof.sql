-- Whether a result was reported without an activity or a file that proves it: whoever confirms it looks first.
ALTER TABLE occurrence ADD COLUMN unproved boolean NOT NULL DEFAULT false;
