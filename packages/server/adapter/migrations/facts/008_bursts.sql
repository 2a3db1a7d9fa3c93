-- Visitors who came in a burst: one row each, with what those of the burst have in common. What they
-- were told apart by, a keyed hash of the sender's address, is stored nowhere.
CREATE TABLE bursts (
  account LowCardinality(String),
  visitor String,
  burst String CODEC(ZSTD(1)),
  kind LowCardinality(String),
  client LowCardinality(String),
  at DateTime64(3, 'UTC'),
  batch String CODEC(ZSTD(1))
) ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (account, visitor, at)
SETTINGS non_replicated_deduplication_window = 1000, min_parts_to_merge_at_once = 40,
  fsync_after_insert = 1, fsync_part_directory = 1;
