-- The visit's scores after an event, where they moved: what conditions read then, so that a replay
-- reads the same, whatever was learnt since.
ALTER TABLE events ADD COLUMN intent String CODEC(ZSTD(1));
