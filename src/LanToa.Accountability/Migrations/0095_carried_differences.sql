-- What a person takes over into a cumulative figure of the numbers written by hand in earlier reports of the year, and why (adr/0084).
ALTER TABLE report_cell ADD COLUMN carried numeric, ADD COLUMN carried_reason text;
