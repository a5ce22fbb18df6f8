-- Words of an issued plan that bound nobody may be given to a unit: from that day on it owes the task.

ALTER TABLE task_party ADD COLUMN given_on date;
