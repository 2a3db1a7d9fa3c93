-- The agent who began a conversation by hand; null: its visitor did.

ALTER TABLE conversations ADD COLUMN begun_by text;
