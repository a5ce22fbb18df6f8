-- What a person said of words that name no single unit (that they bind nobody, or for which units they stand) holds for later documents of the issuer.

CREATE TABLE words_meaning (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    issuer_id uuid NOT NULL,
    text text NOT NULL,
    folded text NOT NULL,
    units uuid[] NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_words_meaning PRIMARY KEY (province_id, id),
    CONSTRAINT fk_words_meaning_organization_issuer_id FOREIGN KEY (issuer_id) REFERENCES organization (id) ON DELETE RESTRICT
);

CREATE INDEX ix_words_meaning_province_id_issuer_id ON words_meaning (province_id, issuer_id);

CREATE INDEX ix_words_meaning_issuer_id ON words_meaning (issuer_id);
