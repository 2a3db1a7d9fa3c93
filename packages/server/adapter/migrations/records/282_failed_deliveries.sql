-- The messages that did not arrive are read whenever somebody opens the console.
CREATE INDEX deliveries_failed ON deliveries (account, changed_at)
  WHERE state IN ('failed', 'uncertain');
