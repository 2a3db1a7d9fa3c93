-- What a channel sends by itself: when a conversation begins in it, and while nobody is there. Empty: nothing.
ALTER TABLE channels
  ADD COLUMN greeting text NOT NULL DEFAULT '',
  ADD COLUMN away text NOT NULL DEFAULT '',
  -- Of both, by language.
  ADD COLUMN translations jsonb NOT NULL DEFAULT '{}';
