-- What predefined answers are for: needs that somebody tied them to, and in which conversations each
-- was used.

ALTER TABLE predefined_answers ADD COLUMN needs text[] NOT NULL DEFAULT '{}';

CREATE TABLE answer_uses (
  account text NOT NULL,
  conversation text NOT NULL,
  answer text NOT NULL,
  PRIMARY KEY (account, conversation, answer),
  FOREIGN KEY (account, conversation) REFERENCES conversations (account, id) ON DELETE CASCADE,
  FOREIGN KEY (account, answer) REFERENCES predefined_answers (account, id) ON DELETE CASCADE
);
CREATE INDEX answer_uses_by_answer ON answer_uses (account, answer);
SELECT protect_table('answer_uses');
