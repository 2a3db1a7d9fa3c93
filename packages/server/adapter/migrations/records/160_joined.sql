-- Who writes in a conversation beside its agent: [{"user": …, "name": …}].

ALTER TABLE conversations ADD COLUMN joined jsonb NOT NULL DEFAULT '[]';
