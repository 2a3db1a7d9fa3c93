-- What agents chose to be, each with its instant and its reason: one state lasts until the next of the
-- same agent. The last one is also in agent_choices, for the next start.

CREATE TABLE agent_states (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  agent text NOT NULL,
  since timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('online', 'back-soon', 'away', 'offline')),
  reason text,
  PRIMARY KEY (account, agent, since)
);
SELECT protect_table('agent_states');
