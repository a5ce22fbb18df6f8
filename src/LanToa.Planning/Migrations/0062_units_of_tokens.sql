-- Tokens and webhooks act for a unit that there is.

ALTER TABLE api_token ADD CONSTRAINT fk_api_token_organization_unit_id FOREIGN KEY (unit_id) REFERENCES organization (id) ON DELETE RESTRICT;
ALTER TABLE webhook ADD CONSTRAINT fk_webhook_organization_unit_id FOREIGN KEY (unit_id) REFERENCES organization (id) ON DELETE RESTRICT;
