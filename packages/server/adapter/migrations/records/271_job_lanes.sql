-- Jobs of an account that share places, such as those of a channel, are a lane: lanes are served in turns,
-- so that much of one channel holds up no other.
ALTER TABLE jobs ADD COLUMN lane text NOT NULL DEFAULT '' CHECK (length(lane) <= 200);
UPDATE jobs SET lane = coalesce(substring(key FROM '^(?:in|out)/[^/]+(?=/)'), kind);
ALTER TABLE jobs ALTER COLUMN lane DROP DEFAULT;
CREATE INDEX jobs_by_lane ON jobs (account, lane, (greatest(due_at, leased_until)), number)
  WHERE state = 'waiting' AND is_first;
-- How much of a lane waits.
CREATE INDEX jobs_in_lane ON jobs (account, lane) WHERE state = 'waiting';
