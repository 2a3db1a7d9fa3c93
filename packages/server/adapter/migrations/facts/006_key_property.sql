-- The property that a conversion's key was read from: what was taken back of it carries the key there,
-- also once the goal's key is another. Empty where the event itself is the key, and in older rows.
ALTER TABLE conversions ADD COLUMN key_property LowCardinality(String);
