-- When each call of a promise began, so that one number is called so often in a day.
ALTER TABLE callbacks ADD COLUMN called_at timestamptz[] NOT NULL DEFAULT '{}';
UPDATE callbacks SET called_at = array_fill(coalesce(over_at, tried_since), ARRAY[attempts])
  WHERE attempts > 0 AND number IS NOT NULL;
CREATE INDEX callbacks_number ON callbacks (account, number) WHERE number IS NOT NULL;
