-- A visitor may wait to speak with any agent.
ALTER TABLE calls
  ALTER COLUMN agent DROP NOT NULL,
  ADD COLUMN queued boolean NOT NULL DEFAULT false;
