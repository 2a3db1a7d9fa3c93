-- What an item of the inbox brought is noted by the item.
CREATE INDEX channel_offers_item ON channel_offers (account, item) WHERE item IS NOT NULL;
