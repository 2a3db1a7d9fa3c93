-- What agents of an account can handle, and who has which skill at which level. Engagements, needs and
-- conversations name a skill by its id, which may be on no list.

CREATE TABLE skills (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id text NOT NULL,
  name text NOT NULL,
  priority integer NOT NULL CHECK (priority BETWEEN 1 AND 5),
  fallback text NOT NULL CHECK (fallback IN ('nobody', 'anyone', 'skill')),
  fallback_skill text,
  fallback_after_s integer NOT NULL CHECK (fallback_after_s >= 0),
  PRIMARY KEY (account, id),
  FOREIGN KEY (account, fallback_skill) REFERENCES skills (account, id),
  CHECK ((fallback = 'skill') = (fallback_skill IS NOT NULL))
);
CREATE UNIQUE INDEX skills_by_name ON skills (account, lower(name));
SELECT protect_table('skills');

CREATE TABLE agent_skills (
  account text NOT NULL,
  agent text NOT NULL,
  skill text NOT NULL,
  level integer NOT NULL CHECK (level BETWEEN 1 AND 5),
  PRIMARY KEY (account, agent, skill),
  FOREIGN KEY (account, agent) REFERENCES users (account, id) ON DELETE CASCADE,
  FOREIGN KEY (account, skill) REFERENCES skills (account, id) ON DELETE CASCADE
);
CREATE INDEX agent_skills_by_skill ON agent_skills (account, skill);
SELECT protect_table('agent_skills');
