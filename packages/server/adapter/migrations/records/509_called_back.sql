-- An agent who accepts it calls its contact back.
ALTER TABLE conversations ADD COLUMN calls_back boolean NOT NULL DEFAULT false;
