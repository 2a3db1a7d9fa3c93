-- Whose a channel is that a provider asks by its id. The two that every account has are asked by nobody.
CREATE UNIQUE INDEX channels_by_id ON channels (id) WHERE id NOT IN ('web', 'email');

CREATE FUNCTION find_channel(wanted text) RETURNS TABLE (account text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT channels.account FROM channels WHERE id = wanted AND id NOT IN ('web', 'email')
$$;
GRANT EXECUTE ON FUNCTION find_channel TO opportune_app;
