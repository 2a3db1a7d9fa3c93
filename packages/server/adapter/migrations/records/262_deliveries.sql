-- Deliveries: a message on its way to an address, made with the message; and the inbox of what providers
-- tell, stored before they are answered and handled after.
CREATE TABLE deliveries (
  account text NOT NULL,
  id text NOT NULL,
  number bigint GENERATED ALWAYS AS IDENTITY,
  conversation text NOT NULL,
  message text NOT NULL,
  channel text NOT NULL,
  address text NOT NULL,
  -- What is known of it (core/channel/delivery), from which the rest follows.
  life jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('queued', 'sent', 'delivered', 'read', 'failed', 'uncertain')),
  begun_at timestamptz,
  -- Its texts as they left, by which an echo is known where nothing else tells.
  words text[] NOT NULL DEFAULT '{}',
  -- What stands behind numbers in it.
  choices jsonb NOT NULL DEFAULT '[]',
  made_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (account, id),
  UNIQUE (account, conversation, message),
  FOREIGN KEY (account, conversation) REFERENCES conversations (account, id) ON DELETE CASCADE
);
CREATE INDEX deliveries_by_address ON deliveries (account, channel, address, begun_at)
  WHERE state <> 'read';
SELECT protect_table('deliveries');

-- By which ids the provider knows its parts. What is told of an id before the answer that brings it waits
-- here without a delivery.
CREATE TABLE delivery_parts (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  channel text NOT NULL,
  external_id text NOT NULL,
  delivery text,
  told jsonb NOT NULL DEFAULT '[]',
  renamed_to text,
  at timestamptz NOT NULL,
  PRIMARY KEY (account, channel, external_id),
  FOREIGN KEY (account, delivery) REFERENCES deliveries (account, id) ON DELETE CASCADE
);
CREATE INDEX delivery_parts_of ON delivery_parts (account, delivery) WHERE delivery IS NOT NULL;
CREATE INDEX delivery_parts_untold ON delivery_parts (at) WHERE delivery IS NULL;
SELECT protect_table('delivery_parts');

CREATE TABLE channel_inbox (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id text NOT NULL,
  channel text NOT NULL,
  -- Unique in its channel, the same each time that the provider tells it.
  external_id text NOT NULL,
  address text NOT NULL,
  item jsonb NOT NULL,
  -- As it came; null: it came with the item that `raw_of` names.
  raw text,
  raw_of text,
  received_at timestamptz NOT NULL,
  handled_at timestamptz,
  outcome text CHECK (outcome IN ('handled', 'kept', 'failed')),
  PRIMARY KEY (account, id),
  UNIQUE (account, channel, external_id),
  CHECK ((handled_at IS NULL) = (outcome IS NULL)),
  CHECK ((raw IS NULL) <> (raw_of IS NULL))
);
CREATE INDEX channel_inbox_messages ON channel_inbox (account, channel, address, received_at DESC)
  WHERE item->>'type' = 'message';
CREATE INDEX channel_inbox_by_age ON channel_inbox (received_at);
SELECT protect_table('channel_inbox');

-- Removes some of what was handled long ago, and of what was told of ids that nobody sent.
CREATE FUNCTION forget_channel_inbox(before timestamptz, most integer) RETURNS bigint
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH old AS (
    SELECT account, id FROM channel_inbox WHERE received_at < before AND handled_at IS NOT NULL
    ORDER BY received_at LIMIT most FOR UPDATE SKIP LOCKED
  ), gone AS (
    DELETE FROM channel_inbox USING old
    WHERE channel_inbox.account = old.account AND channel_inbox.id = old.id RETURNING 1
  ), untold AS (
    DELETE FROM delivery_parts WHERE delivery IS NULL AND at < before
  )
  SELECT count(*) FROM gone
$$;
GRANT EXECUTE ON FUNCTION forget_channel_inbox TO opportune_app;
