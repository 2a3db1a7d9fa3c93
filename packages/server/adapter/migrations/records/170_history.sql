-- Who had a conversation when: one row for each stay of it with one agent, active or being wrapped up,
-- however it came there and went. What figures of time rest on.

CREATE TABLE conversation_holds (
  account text NOT NULL,
  conversation text NOT NULL,
  agent text NOT NULL,
  since timestamptz NOT NULL,
  -- `infinity` while they have it.
  until timestamptz NOT NULL DEFAULT 'infinity',
  -- It came straight from another agent.
  handed boolean NOT NULL,
  PRIMARY KEY (account, conversation, since),
  FOREIGN KEY (account, conversation) REFERENCES conversations (account, id) ON DELETE CASCADE,
  CHECK (until >= since)
);
CREATE UNIQUE INDEX conversation_holds_one_open ON conversation_holds (account, conversation)
  WHERE until = 'infinity';
CREATE INDEX conversation_holds_by_end ON conversation_holds (account, until, since);
SELECT protect_table('conversation_holds');

-- Of conversations from before, only the last agent is known, and when they first answered.
INSERT INTO conversation_holds (account, conversation, agent, since, until, handed)
  SELECT account, id, agent, coalesce(answered_at, started_at),
    CASE WHEN status IN ('active', 'wrap-up') THEN 'infinity'
      ELSE greatest(ended_at, coalesce(answered_at, started_at)) END, false
  FROM conversations
  WHERE agent IS NOT NULL AND (status IN ('active', 'wrap-up') OR status = 'ended' AND ended_at IS NOT NULL);

-- Reports that users have sent by e-mail. A letter is noted as being sent before it leaves, and the next
-- instant with it, so that none leaves twice.
CREATE TABLE scheduled_reports (
  account text NOT NULL,
  id text NOT NULL,
  user_id text NOT NULL,
  report jsonb NOT NULL,
  due_at timestamptz NOT NULL,
  -- What is being sent, or is to be tried again: the instant that it was due at.
  sending_for timestamptz,
  tries integer NOT NULL DEFAULT 0,
  again_at timestamptz,
  sent_at timestamptz,
  last text NOT NULL DEFAULT 'none' CHECK (last IN ('none', 'sending', 'sent', 'failed', 'unknown')),
  PRIMARY KEY (account, id),
  FOREIGN KEY (account, user_id) REFERENCES users (account, id) ON DELETE CASCADE
);
CREATE INDEX scheduled_reports_by_user ON scheduled_reports (account, user_id);
CREATE INDEX scheduled_reports_by_due ON scheduled_reports (account, (least(due_at, again_at)));
SELECT protect_table('scheduled_reports');
