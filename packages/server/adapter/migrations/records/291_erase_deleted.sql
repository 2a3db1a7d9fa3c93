-- What contacts delete is erased from the inbox, too: a message with its edits, by its id in the channel.
CREATE INDEX channel_inbox_about ON channel_inbox (account, channel, address, (item->>'externalId'))
  WHERE item->>'type' IN ('message', 'edit');
