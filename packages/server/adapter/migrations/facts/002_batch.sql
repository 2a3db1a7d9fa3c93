-- The token of the append that brought a row: after a crash it tells what of a batch is there.
ALTER TABLE events ADD COLUMN batch String CODEC(ZSTD(1)), MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;
ALTER TABLE decisions ADD COLUMN batch String CODEC(ZSTD(1)), MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;
ALTER TABLE conversions ADD COLUMN batch String CODEC(ZSTD(1)), MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;
ALTER TABLE availability ADD COLUMN batch String CODEC(ZSTD(1)), MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;
