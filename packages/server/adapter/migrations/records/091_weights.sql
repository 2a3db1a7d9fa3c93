-- How many places of its agent's room a conversation takes, and whether conversations of a skill go first
-- to whoever answered the visitor last.

ALTER TABLE conversations ADD COLUMN weight integer NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 3);

ALTER TABLE skills ADD COLUMN same_agent boolean NOT NULL DEFAULT true;
