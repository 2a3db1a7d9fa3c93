-- Whether and how an account calls visitors back. Without a row: as usual.
CREATE TABLE callback_settings (
  account text PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  is_on boolean NOT NULL,
  per_agent integer NOT NULL CHECK (per_agent > 0),
  -- Minutes after each try that reached nobody.
  retries integer[] NOT NULL
);
SELECT protect_table('callback_settings');

-- Promises to call somebody back.
CREATE TABLE callbacks (
  account text NOT NULL,
  id text NOT NULL,
  -- Null while it is only reserved: its conversation is being stored.
  conversation text,
  channel text NOT NULL,
  address text NOT NULL,
  request text NOT NULL,
  skill text,
  way text NOT NULL CHECK (way IN ('browser', 'telephone')),
  number text,
  -- The channel by which the number is called.
  by_channel text,
  state text NOT NULL CHECK (
    state IN ('reserved', 'promised', 'offered', 'ringing', 'reached', 'missed', 'cancelled')
  ),
  is_now boolean NOT NULL,
  slot_from timestamptz NOT NULL,
  slot_until timestamptz NOT NULL,
  due_at timestamptz,
  tried_since timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  first_rung_at timestamptz,
  over_at timestamptz,
  made_at timestamptz NOT NULL,
  -- The agent who wants to call, if one said so.
  wanted_by text,
  -- Each change of its time makes a job of its own; an older one does nothing.
  turn integer NOT NULL DEFAULT 1,
  PRIMARY KEY (account, id),
  UNIQUE (account, channel, address, request),
  FOREIGN KEY (account, conversation) REFERENCES conversations (account, id) ON DELETE CASCADE,
  CHECK ((way = 'telephone') = (number IS NOT NULL AND by_channel IS NOT NULL)),
  CHECK ((conversation IS NULL) = (state = 'reserved'))
);
CREATE INDEX callbacks_conversation ON callbacks (account, conversation);
CREATE INDEX callbacks_open ON callbacks (account, slot_from) WHERE over_at IS NULL;
CREATE INDEX callbacks_by_time ON callbacks (account, slot_from);
SELECT protect_table('callbacks');
