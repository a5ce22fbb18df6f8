-- Letters that leave the program; the job beside each one delivers it.
CREATE TABLE outgoing_mail (
    id uuid NOT NULL,
    province_id smallint NOT NULL,
    account_id uuid,
    kind text NOT NULL,
    to_address text NOT NULL,
    to_name text NOT NULL,
    subject text NOT NULL,
    text text NOT NULL,
    link text,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    job_id uuid,
    sent_at timestamp with time zone,
    sent_via text,
    CONSTRAINT pk_outgoing_mail PRIMARY KEY (id),
    CONSTRAINT fk_outgoing_mail_account_account_id FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT,
    CONSTRAINT fk_outgoing_mail_job_job_id FOREIGN KEY (job_id) REFERENCES job (id) ON DELETE RESTRICT
);

CREATE INDEX ix_outgoing_mail_created_at ON outgoing_mail (created_at);

CREATE INDEX ix_outgoing_mail_to_address_created_at ON outgoing_mail (to_address, created_at);

CREATE INDEX ix_outgoing_mail_account_id_created_at ON outgoing_mail (account_id, created_at);

CREATE INDEX ix_outgoing_mail_job_id ON outgoing_mail (job_id);
