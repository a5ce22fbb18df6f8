-- Which version of a plan a period belongs to is found by the day on which it is due by the rule, after rest days: more time that a person gives changes no words. Kept where a person gave another day, nowhere else.
ALTER TABLE occurrence ADD COLUMN rule_due_on date;

-- The day before the first move since the last amendment; of what an amendment left where a person had put it, the day before the first of all.
UPDATE occurrence o SET rule_due_on = (
    SELECT (e.before ->> 'DueOn')::date FROM history_event e
    WHERE e.province_id = o.province_id AND e.subject_id = o.id AND e.verb = 'occurrence.move-due' AND e.before ->> 'DueOn' IS NOT NULL
    ORDER BY e.at < coalesce((SELECT max(a.at) FROM history_event a WHERE a.province_id = o.province_id AND a.subject_id = o.id AND a.verb = 'occurrence.amend'), '-infinity'), e.at LIMIT 1)
WHERE o.due_moved;
