-- Who asks that a second person publish a draft, and who declined. It is for the present draft: a
-- change of the draft ends a request that waits.
ALTER TABLE campaigns ADD COLUMN approval jsonb;
CREATE INDEX campaigns_approval ON campaigns (account) WHERE approval IS NOT NULL;
