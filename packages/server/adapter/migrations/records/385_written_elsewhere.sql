-- What somebody writes for the business in a provider's own app is a message. Whether such a message began
-- its conversation: nobody waited in it for an answer.
ALTER TABLE conversations ADD COLUMN begun_elsewhere boolean NOT NULL DEFAULT false;
-- Contacts react to such messages, too.
DROP INDEX channel_inbox_about;
CREATE INDEX channel_inbox_about ON channel_inbox (account, channel, address, (item->>'externalId'))
  WHERE item->>'type' IN ('message', 'edit', 'echo');
