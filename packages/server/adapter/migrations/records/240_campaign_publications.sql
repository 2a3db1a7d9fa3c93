-- A publication that waits: the document as it was when somebody pressed Publish, who, and when it takes
-- effect. Undoing it sets all three to null again, and nothing else ever knew of it.

ALTER TABLE campaigns
  ADD COLUMN publishes jsonb,
  ADD COLUMN publishes_at timestamptz,
  ADD COLUMN publishes_by text,
  ADD CONSTRAINT campaigns_publishes_whole CHECK (num_nulls(publishes, publishes_at, publishes_by) IN (0, 3));
CREATE INDEX campaigns_publishing ON campaigns (account) WHERE publishes_at IS NOT NULL;
