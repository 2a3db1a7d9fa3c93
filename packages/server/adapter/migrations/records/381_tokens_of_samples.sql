-- A token that somebody made in a sample shop is valid while they are an administrator of the account
-- that it belongs to.
DROP FUNCTION find_api_token(bytea);
CREATE FUNCTION find_api_token(wanted bytea)
  RETURNS TABLE (account text, id text, user_id text, scopes text[], expires_at timestamptz, last_used_at timestamptz, sample_of text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT t.account, t.id, t.user_id, t.scopes, t.expires_at, t.last_used_at, a.sample_of
  FROM api_tokens t JOIN accounts a ON a.id = t.account WHERE t.token_hash = wanted
$$;
REVOKE EXECUTE ON FUNCTION find_api_token FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_api_token TO opportune_app;
