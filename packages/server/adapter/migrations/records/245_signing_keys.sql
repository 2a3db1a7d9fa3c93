-- What signs a site's customer tokens, sealed, apart from the hash that finds the key. Keys from
-- before have none: their tokens are signed with the hash, until the key is rotated.
ALTER TABLE secret_keys ADD COLUMN sealed_signing_key text;
