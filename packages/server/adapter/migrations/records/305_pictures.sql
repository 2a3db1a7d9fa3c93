-- Logos of sites and photos of users. Their bytes are in the store of files, under the account and
-- the id, which is also the last part of their public address.
CREATE TABLE pictures (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('logo', 'photo')),
  -- The site or the user.
  owner text NOT NULL,
  id text NOT NULL UNIQUE,
  media_type text NOT NULL,
  size_bytes integer NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (account, kind, owner)
);
SELECT protect_table('pictures');

ALTER TABLE users ADD COLUMN photo text;

-- For visitors' browsers, which know only the address.
CREATE FUNCTION find_picture(wanted text)
  RETURNS TABLE (account text, media_type text, size_bytes integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT pictures.account, pictures.media_type, pictures.size_bytes FROM pictures WHERE id = wanted
$$;
GRANT EXECUTE ON FUNCTION find_picture TO opportune_app;
