-- A seal below number 1 would stand outside the chain and hide its event from it. Not valid at first: one that was smuggled in before stays to be found by verification, instead of keeping the program from starting.
ALTER TABLE history_seal ADD CONSTRAINT ck_history_seal_number CHECK (number > 0) NOT VALID;

DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM history_seal WHERE number <= 0) THEN ALTER TABLE history_seal VALIDATE CONSTRAINT ck_history_seal_number; END IF;
END $$;

-- How many events carry a time earlier than one sealed before; null for checks from before this was kept.
ALTER TABLE history_check ADD COLUMN backdated bigint;
