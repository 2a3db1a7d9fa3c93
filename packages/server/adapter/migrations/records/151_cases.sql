-- A message that was left is a case: open until somebody answers it, then answered, then closed. Where
-- none is noted, how the conversation stands says it.

ALTER TABLE conversations ADD COLUMN case_state text
  CHECK (case_state IN ('open', 'answered', 'closed'));
