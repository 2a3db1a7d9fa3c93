-- How whoever is called back reads what is sent to them. Null: nothing is sent.
ALTER TABLE callbacks
  ADD COLUMN language text,
  ADD COLUMN time_zone text;
