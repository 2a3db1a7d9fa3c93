-- What an agent chose to be, which they are again when they come back; state says how they are now.
-- Offline without a reason may be a choice or an absence: of those nothing is known.

ALTER TABLE agent_choices
  ADD COLUMN chosen text CHECK (chosen IN ('online', 'back-soon', 'away', 'offline')),
  ADD COLUMN chosen_reason text;
UPDATE agent_choices SET chosen = state, chosen_reason = reason
WHERE state <> 'offline' OR reason IS NOT NULL;
