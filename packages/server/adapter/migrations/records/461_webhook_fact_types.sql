-- Since which ordinal a webhook is told of decisions, and since which of conversions: another type that is
-- subscribed begins then, not at the place of the webhook. Those that are subscribed by now began before it.
ALTER TABLE webhooks ADD COLUMN facts_from jsonb NOT NULL DEFAULT '{}';
UPDATE webhooks SET facts_from = (
  SELECT coalesce(jsonb_object_agg(type, 0), '{}') FROM unnest(events) AS type
  WHERE type IN ('decision.made', 'conversion.made'));

-- The newest ordinal that any webhook was told through. What happens later has a larger one, also if the
-- clock of the machine was set back.
CREATE FUNCTION facts_told_through() RETURNS bigint
  LANGUAGE sql SECURITY DEFINER STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(max(facts_through), 0) FROM webhooks
$$;
REVOKE EXECUTE ON FUNCTION facts_told_through FROM PUBLIC;
GRANT EXECUTE ON FUNCTION facts_told_through TO opportune_app;
