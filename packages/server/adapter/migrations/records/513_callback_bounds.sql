-- The lists go to every visitor who asks when they may be called.
UPDATE callback_settings SET ways = ARRAY(SELECT DISTINCT unnest(ways));
ALTER TABLE callback_settings
  ADD CHECK (cardinality(ways) BETWEEN 1 AND 2),
  ADD CHECK (skills IS NULL OR cardinality(skills) <= 200);
