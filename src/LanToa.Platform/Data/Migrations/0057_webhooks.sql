-- Addresses of other systems that are told when something happens, and what was sent to them.

CREATE TABLE webhook (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    account_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    name text NOT NULL,
    url text NOT NULL,
    events text[] NOT NULL,
    secret text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    stopped_at timestamp with time zone,
    failing_since timestamp with time zone,
    delivered_at timestamp with time zone,
    CONSTRAINT pk_webhook PRIMARY KEY (province_id, id),
    CONSTRAINT fk_webhook_account_account_id FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE INDEX ix_webhook_account_id ON webhook (account_id);
CREATE INDEX ix_webhook_unit_id ON webhook (unit_id);

CREATE TABLE webhook_delivery (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    webhook_id uuid NOT NULL,
    event text NOT NULL,
    body text NOT NULL,
    at timestamp with time zone NOT NULL,
    state text NOT NULL,
    attempts integer NOT NULL,
    last_at timestamp with time zone,
    trouble text,
    CONSTRAINT pk_webhook_delivery PRIMARY KEY (province_id, id),
    CONSTRAINT fk_webhook_delivery_webhook_province_id_webhook_id FOREIGN KEY (province_id, webhook_id) REFERENCES webhook (province_id, id) ON DELETE RESTRICT
);

CREATE INDEX ix_webhook_delivery_province_id_webhook_id_at ON webhook_delivery (province_id, webhook_id, at);
CREATE INDEX ix_webhook_delivery_at ON webhook_delivery (at);
