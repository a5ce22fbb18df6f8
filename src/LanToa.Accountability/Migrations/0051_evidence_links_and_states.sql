-- What stood at an address and when it is looked at again; how long evidence holds and who said what of it; how often a host is asked.

ALTER TABLE evidence ADD COLUMN expires_on date;
ALTER TABLE evidence ADD COLUMN decision_reason text;
ALTER TABLE evidence ADD COLUMN decided_by_name text;
ALTER TABLE evidence ADD COLUMN decided_at timestamp with time zone;
ALTER TABLE evidence ADD COLUMN form_key uuid;

ALTER TABLE evidence_version ADD COLUMN note text;
ALTER TABLE evidence_version ADD COLUMN snapshot_at timestamp with time zone;
ALTER TABLE evidence_version ADD COLUMN check_after timestamp with time zone;
CREATE INDEX ix_evidence_version_check_after ON evidence_version (check_after) WHERE check_after IS NOT NULL;

-- Links from before are looked at once, by the nightly run.
UPDATE evidence_version SET check_after = added_at WHERE url IS NOT NULL AND checked_at IS NULL;

CREATE TABLE link_host (
    host text NOT NULL,
    next_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_link_host PRIMARY KEY (host)
);
