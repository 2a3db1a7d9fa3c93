-- The newest choices by numbers of an address: asked for with every message that comes over a channel.
CREATE INDEX deliveries_asked ON deliveries (account, channel, address, number)
  WHERE begun_at IS NOT NULL AND choices <> '[]';
