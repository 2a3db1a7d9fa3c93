-- Whom a decision counts for, and who owned that unit as it was decided: a shard, in the epoch of its
-- lease. Rows from before are of their visitor, and of the only shard there was.
ALTER TABLE decisions
  ADD COLUMN unit_kind LowCardinality(String) DEFAULT 'visitor',
  ADD COLUMN unit String DEFAULT visitor CODEC(ZSTD(1)),
  ADD COLUMN owner LowCardinality(String) DEFAULT 'only',
  ADD COLUMN epoch UInt64 DEFAULT 1 CODEC(ZSTD(1));
