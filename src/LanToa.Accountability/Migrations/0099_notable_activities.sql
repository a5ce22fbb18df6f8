-- What an office writes for itself is no notable activity: left out of the index as it is of the question, so that the rest is still read from the index alone.

DROP INDEX ix_activity_notable;

CREATE INDEX ix_activity_notable ON activity (province_id, reach DESC, id) INCLUDE (happened_on, unit_id) WHERE state = 'Accepted' AND reach > 0 AND form NOT IN ('plan', 'report', 'guidance', 'estimate');
