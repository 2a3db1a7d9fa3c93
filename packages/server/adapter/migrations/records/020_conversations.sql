-- Conversations and their messages, numbered without a gap. What is typed, seen in a preview or
-- present is not stored; what an agent chose to be is, for the next start.

CREATE TABLE conversations (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id text NOT NULL,
  site text NOT NULL,
  visitor text NOT NULL,
  visitor_name text NOT NULL,
  status text NOT NULL CHECK (status IN ('waiting', 'active', 'wrap-up', 'ended', 'message')),
  skill text,
  agent text,
  agent_name text,
  origin jsonb,
  started_at timestamptz NOT NULL,
  queued_at timestamptz NOT NULL,
  waiting_since timestamptz,
  answered_at timestamptz,
  ended_at timestamptz,
  last_sequence integer NOT NULL DEFAULT 0,
  last_text text NOT NULL DEFAULT '',
  last_at timestamptz NOT NULL,
  visitor_delivered integer NOT NULL DEFAULT 0,
  visitor_read integer NOT NULL DEFAULT 0,
  agent_delivered integer NOT NULL DEFAULT 0,
  agent_read integer NOT NULL DEFAULT 0,
  reply_to text,
  topic text,
  PRIMARY KEY (account, id)
);
CREATE INDEX conversations_by_start ON conversations (account, started_at DESC, id DESC);
CREATE INDEX conversations_by_visitor ON conversations (account, visitor, started_at DESC, id DESC);
CREATE INDEX conversations_by_status ON conversations (account, status, started_at DESC, id DESC);
SELECT protect_table('conversations');

CREATE TABLE messages (
  account text NOT NULL,
  conversation text NOT NULL,
  sequence integer NOT NULL CHECK (sequence > 0),
  id text NOT NULL,
  author jsonb NOT NULL,
  body jsonb NOT NULL,
  at timestamptz NOT NULL,
  mailed boolean NOT NULL DEFAULT false,
  PRIMARY KEY (account, conversation, sequence),
  UNIQUE (account, conversation, id),
  FOREIGN KEY (account, conversation) REFERENCES conversations (account, id) ON DELETE CASCADE
);
SELECT protect_table('messages');

-- A visitor's request to start, and the conversation that answered it.
CREATE TABLE conversation_requests (
  account text NOT NULL,
  visitor text NOT NULL,
  request text NOT NULL,
  conversation text NOT NULL,
  PRIMARY KEY (account, visitor, request),
  FOREIGN KEY (account, conversation) REFERENCES conversations (account, id) ON DELETE CASCADE
);
CREATE INDEX conversation_requests_by_conversation ON conversation_requests (account, conversation);
SELECT protect_table('conversation_requests');

CREATE TABLE blocked_visitors (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  visitor text NOT NULL,
  blocked_by text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (account, visitor)
);
SELECT protect_table('blocked_visitors');

CREATE TABLE agent_choices (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  agent text NOT NULL,
  name text NOT NULL,
  room integer NOT NULL,
  state text NOT NULL CHECK (state IN ('online', 'back-soon', 'away', 'offline')),
  since timestamptz NOT NULL,
  PRIMARY KEY (account, agent)
);
SELECT protect_table('agent_choices');
