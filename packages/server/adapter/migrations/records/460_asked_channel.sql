-- The channel that a provider asks by its id, with its account, in one statement. The two that every
-- account has are asked by nobody.
CREATE FUNCTION asked_channel(wanted text) RETURNS SETOF channels
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM channels WHERE id = wanted AND id NOT IN ('web', 'email')
$$;
REVOKE EXECUTE ON FUNCTION asked_channel FROM PUBLIC;
GRANT EXECUTE ON FUNCTION asked_channel TO opportune_app;
