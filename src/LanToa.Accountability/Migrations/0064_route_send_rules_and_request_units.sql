-- A way's own send rule may be a day of the month, or a day of the year; units of a request that no longer have to answer.

ALTER TABLE report_route ADD COLUMN send_day integer;
ALTER TABLE report_route ADD COLUMN send_month integer;
ALTER TABLE report_route ADD CONSTRAINT ck_report_route_one_send_rule CHECK (
    (working_days IS NULL OR send_day IS NULL) AND (send_month IS NULL OR send_day IS NOT NULL) AND (send_day IS NULL OR send_day BETWEEN 1 AND 31) AND (send_month IS NULL OR send_month BETWEEN 1 AND 12));

ALTER TABLE report_request_unit ADD COLUMN withdrawn_at timestamp with time zone;
ALTER TABLE report_request_unit ADD COLUMN withdrawn_why text;
