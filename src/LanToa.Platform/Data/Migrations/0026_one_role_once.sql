-- A role that is held is held once, also when two people give it at the same moment. What was given twice before ends for all but the first.

UPDATE membership AS later SET valid_to = later.valid_from - 1
WHERE later.valid_to IS NULL AND EXISTS (
    SELECT 1 FROM membership AS first
    WHERE first.valid_to IS NULL AND first.account_id = later.account_id AND first.organization_id = later.organization_id AND first.role = later.role AND first.id < later.id);

CREATE UNIQUE INDEX ix_membership_account_id_organization_id_role ON membership (account_id, organization_id, role) WHERE valid_to IS NULL;
