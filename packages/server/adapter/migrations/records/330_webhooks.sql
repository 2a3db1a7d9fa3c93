-- Webhooks: addresses of the account that are told of events, and the events on their way to them. An event
-- is stored in the transaction of what it tells of.
CREATE TABLE webhooks (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id text NOT NULL,
  name text NOT NULL,
  url text NOT NULL,
  events text[] NOT NULL,
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'failing')),
  failing_since timestamptz,
  last_success_at timestamptz,
  dropped integer NOT NULL DEFAULT 0,
  -- Sealed.
  secret text NOT NULL,
  former_until timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account, id)
);
SELECT protect_table('webhooks');

CREATE TABLE webhook_events (
  account text NOT NULL,
  id text NOT NULL,
  webhook text NOT NULL,
  type text NOT NULL,
  -- What it tells of: events of one subject leave in order.
  subject text NOT NULL,
  body text NOT NULL,
  -- 0, and one more each time that a person has it sent again.
  round integer NOT NULL DEFAULT 0,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed')),
  made_at timestamptz NOT NULL,
  ended_at timestamptz,
  due_at timestamptz,
  attempts integer NOT NULL DEFAULT 0,
  status integer,
  detail text,
  answer text,
  PRIMARY KEY (account, id),
  FOREIGN KEY (account, webhook) REFERENCES webhooks (account, id) ON DELETE CASCADE
);
CREATE INDEX webhook_events_log ON webhook_events (account, webhook, made_at DESC, id);
CREATE INDEX webhook_events_waiting ON webhook_events (account, webhook) WHERE state = 'waiting';
-- What a contact deletes is erased from events of its conversation.
CREATE INDEX webhook_events_of ON webhook_events (account, subject);
CREATE INDEX webhook_events_by_age ON webhook_events (made_at);
SELECT protect_table('webhook_events');

-- Removes some of what ended long ago.
CREATE FUNCTION forget_webhook_events(before timestamptz, most integer) RETURNS bigint
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH old AS (
    SELECT account, id FROM webhook_events WHERE made_at < before AND state <> 'waiting'
    ORDER BY made_at LIMIT most FOR UPDATE SKIP LOCKED
  ), gone AS (
    DELETE FROM webhook_events USING old
    WHERE webhook_events.account = old.account AND webhook_events.id = old.id RETURNING 1
  )
  SELECT count(*) FROM gone
$$;
REVOKE EXECUTE ON FUNCTION forget_webhook_events FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_webhook_events TO opportune_app;
