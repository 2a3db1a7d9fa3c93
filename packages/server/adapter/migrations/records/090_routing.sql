-- How conversations reach agents: the account's rules, what a single skill says otherwise, and why an
-- agent is away.

CREATE TABLE routing_settings (
  account text PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  settings jsonb NOT NULL
);
SELECT protect_table('routing_settings');

ALTER TABLE skills ADD COLUMN mode text CHECK (mode IN ('automatic', 'ring', 'pick'));

ALTER TABLE agent_choices ADD COLUMN reason text;
