-- Search: text is cut into words of a to z and digits, without the marks of Vietnamese. No extension is needed, so any server will do.
CREATE FUNCTION search_words(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('pg_catalog.simple'::regconfig, regexp_replace(lower(translate(normalize(left(words, 20000), NFC),
        'àáảãạăằắẳẵặâầấẩẫậÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬèéẻẽẹêềếểễệÈÉẺẼẸÊỀẾỂỄỆìíỉĩịÌÍỈĨỊòóỏõọôồốổỗộơờớởỡợÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢùúủũụưừứửữựÙÚỦŨỤƯỪỨỬỮỰỳýỷỹỵỲÝỶỸỴđĐ',
        'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeeeeeeeiiiiiiiiiioooooooooooooooooooooooooooooooooouuuuuuuuuuuuuuuuuuuuuuyyyyyyyyyydd')), '[^a-z0-9]+', ' ', 'g'))
$$;

CREATE FUNCTION search_matches(words text, query text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT public.search_words(words) @@ to_tsquery('pg_catalog.simple'::regconfig, query)
$$;

CREATE INDEX ix_attachment_words ON attachment USING gin (search_words(file_name));

-- What a person is told. Of one thing (key) there is one unread notice, which counts how often it happened.
CREATE TABLE notice (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    key text NOT NULL,
    title text NOT NULL,
    detail text,
    href text NOT NULL,
    times integer NOT NULL,
    at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT pk_notice PRIMARY KEY (province_id, id),
    CONSTRAINT fk_notice_account_account_id FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_notice_unread ON notice (province_id, account_id, key) WHERE read_at IS NULL;

CREATE INDEX ix_notice_province_id_key ON notice (province_id, key) WHERE read_at IS NULL;

CREATE INDEX ix_notice_province_id_account_id_at ON notice (province_id, account_id, at);

CREATE INDEX ix_notice_account_id ON notice (account_id);
