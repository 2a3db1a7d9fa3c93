-- What an account was given at its first start: the colour of each site, and campaigns. It is nobody's
-- doing, so the checklist does not count it.
ALTER TABLE setups ADD COLUMN given jsonb NOT NULL DEFAULT '{"sites": {}, "campaigns": []}';
