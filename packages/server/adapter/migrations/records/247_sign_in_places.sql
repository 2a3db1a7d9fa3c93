-- From where users signed in within the last day, as a keyed hash of the address's prefix and the
-- client. Personal data of users; rows are removed before they are a day old.
CREATE TABLE sign_in_places (
  account text NOT NULL,
  user_id text NOT NULL,
  place bytea NOT NULL,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (account, user_id, place),
  FOREIGN KEY (account, user_id) REFERENCES users (account, id) ON DELETE CASCADE
);
CREATE INDEX sign_in_places_by_age ON sign_in_places (seen_at);
SELECT protect_table('sign_in_places');

CREATE FUNCTION forget_sign_in_places(before timestamptz) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM sign_in_places WHERE seen_at < before
$$;
GRANT EXECUTE ON FUNCTION forget_sign_in_places TO opportune_app;
