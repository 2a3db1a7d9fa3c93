-- Webhooks hear of decisions and conversions, which are facts and in another store. Each webhook has its
-- place in their log: the ordinal of the newest one that it was told of. Null: it is subscribed to neither.
ALTER TABLE webhooks ADD COLUMN facts_through bigint;

-- The accounts whose webhooks are told of facts.
CREATE FUNCTION accounts_told_of_facts() RETURNS TABLE (account text)
  LANGUAGE sql SECURITY DEFINER STABLE SET search_path = public, pg_temp AS $$
  SELECT DISTINCT w.account FROM webhooks w WHERE w.facts_through IS NOT NULL
$$;
REVOKE EXECUTE ON FUNCTION accounts_told_of_facts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounts_told_of_facts TO opportune_app;
