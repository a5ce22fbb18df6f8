-- Hôm nay asks for the activities of a unit that were sent back: few among many.

CREATE INDEX ix_activity_returned ON activity (province_id, unit_id, happened_on, id) WHERE state = 'Returned';
