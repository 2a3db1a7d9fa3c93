-- When conversations with a skill may begin; without, as the account's rules of routing say.

ALTER TABLE skills ADD COLUMN hours jsonb;
