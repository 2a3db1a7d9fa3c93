-- The templates of a channel, as its provider last told them.
CREATE TABLE channel_templates (
  account text NOT NULL,
  channel text NOT NULL,
  templates jsonb NOT NULL,
  read_at timestamptz NOT NULL,
  PRIMARY KEY (account, channel),
  FOREIGN KEY (account, channel) REFERENCES channels (account, id) ON DELETE CASCADE
);
SELECT protect_table('channel_templates');
