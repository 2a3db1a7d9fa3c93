-- Offers that may go on in a messaging channel. Whoever writes with the token of one has seen the page of
-- its visitor, or was given the link by somebody who has.
CREATE TABLE channel_offers (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  token text NOT NULL,
  site text NOT NULL,
  visitor text NOT NULL,
  decision text NOT NULL,
  campaign text NOT NULL,
  campaign_name text NOT NULL,
  skill text,
  invitation text NOT NULL,
  expires_at timestamptz NOT NULL,
  -- Who wrote with it first, and in which item of the inbox. Null: nobody.
  channel text,
  address text,
  item text,
  -- It began, or joined, a conversation.
  used boolean NOT NULL DEFAULT false,
  PRIMARY KEY (account, token)
);
CREATE INDEX channel_offers_expired ON channel_offers (account, expires_at);
CREATE INDEX channel_offers_opened ON channel_offers (account, channel, address)
  WHERE address IS NOT NULL AND NOT used;
SELECT protect_table('channel_offers');
-- How a provider's links name the channel, as the provider says. Null: not known.
ALTER TABLE channels ADD COLUMN entry text;
