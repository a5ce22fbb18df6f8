-- Which content came under an Idempotency-Key is kept until its token has ended: only rows that still hold an answer are looked for by their time.
DROP INDEX ix_api_reply_at;
CREATE INDEX ix_api_reply_at ON api_reply (at) WHERE status <> 0;

-- Names of persons from before they were cleaned when they are saved (PersonNames): control characters and line ends become blanks, what cannot be seen or turns the writing goes, composed letters.
UPDATE account SET display_name = coalesce(nullif(cleaned.name, ''), account.user_name, account.display_name)
FROM (SELECT id, normalize(regexp_replace(regexp_replace(regexp_replace(display_name, '[\u0001-\u001F\u007F-\u009F\u2028\u2029]', ' ', 'g'),
        '[\u00AD\u0600-\u0605\u061C\u06DD\u070F\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB\U000E0001\U000E0020-\U000E007F]', '', 'g'), '^[\s\u00A0\u2007\u202F]+|[\s\u00A0\u2007\u202F]+$', '', 'g'), NFC) AS name FROM account) AS cleaned
WHERE cleaned.id = account.id AND cleaned.name <> account.display_name;
