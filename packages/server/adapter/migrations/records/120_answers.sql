-- Predefined answers: shared ones of the account, and own ones of its users. A shortcut is theirs once
-- for each skill and language.

CREATE TABLE predefined_answers (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id text NOT NULL,
  -- Null: everybody's.
  owner text,
  shortcut text NOT NULL,
  title text NOT NULL,
  text text NOT NULL,
  folder text NOT NULL,
  skill text,
  language text,
  PRIMARY KEY (account, id),
  FOREIGN KEY (account, owner) REFERENCES users (account, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX predefined_answers_once ON predefined_answers
  (account, coalesce(owner, ''), shortcut, coalesce(skill, ''), lower(coalesce(language, '')));
SELECT protect_table('predefined_answers');
