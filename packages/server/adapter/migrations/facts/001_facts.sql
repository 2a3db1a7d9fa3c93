-- What happened: one row an accepted event, in the order of its owner's log (ordinal).
-- Sorted by visitor, so that restoring one profile reads a few granules.
CREATE TABLE events (
  account LowCardinality(String),
  site LowCardinality(String),
  visitor String,
  visit String,
  ordinal UInt64,
  id String,
  kind LowCardinality(String),
  name LowCardinality(String),
  trust LowCardinality(String),
  at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  page_view String,
  url String,
  path String,
  title String,
  search String,
  referrer String,
  sections Array(LowCardinality(String)),
  properties String,
  user_id String,
  device LowCardinality(String),
  browser LowCardinality(String),
  os LowCardinality(String),
  language LowCardinality(String),
  time_zone LowCardinality(String),
  viewport_width UInt32,
  country LowCardinality(String),
  region LowCardinality(String),
  city LowCardinality(String),
  decision String,
  bot UInt8,
  imported UInt8,
  holdout UInt8
) ENGINE = MergeTree
PARTITION BY toYYYYMM(received_at)
ORDER BY (account, visitor, ordinal)
SETTINGS non_replicated_deduplication_window = 1000;

-- What was decided, both arms. A control's row is its ghost.
CREATE TABLE decisions (
  account LowCardinality(String),
  site LowCardinality(String),
  visitor String,
  visit String,
  ordinal UInt64,
  id String,
  campaign LowCardinality(String),
  period UInt32,
  engagement LowCardinality(String),
  goal LowCardinality(String),
  arm LowCardinality(String),
  variant LowCardinality(String),
  zone LowCardinality(String),
  offer LowCardinality(String),
  event String,
  page_view String,
  at DateTime64(3, 'UTC'),
  configuration_version UInt64,
  availability_version UInt64,
  propensity Float64,
  reasons String
) ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (account, visitor, ordinal)
SETTINGS non_replicated_deduplication_window = 1000;

-- Goals reached. The same (goal, key) may stand here twice after a crash; reports count it once.
CREATE TABLE conversions (
  account LowCardinality(String),
  site LowCardinality(String),
  visitor String,
  ordinal UInt64,
  goal LowCardinality(String),
  key String,
  event String,
  at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  value Float64,
  currency LowCardinality(String),
  trust LowCardinality(String)
) ENGINE = MergeTree
PARTITION BY toYYYYMM(received_at)
ORDER BY (account, goal, visitor, ordinal)
SETTINGS non_replicated_deduplication_window = 1000;

-- Every version of who was free, so that an explanation is a replay.
CREATE TABLE availability (
  account LowCardinality(String),
  version UInt64,
  at DateTime64(3, 'UTC'),
  skills String
) ENGINE = MergeTree
ORDER BY (account, version)
SETTINGS non_replicated_deduplication_window = 1000;
