-- What visitors are asked after a conversation, and what they answered: once a conversation.

CREATE TABLE after_settings (
  account text PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  survey boolean NOT NULL,
  satisfaction boolean NOT NULL,
  recommend boolean NOT NULL,
  resolved boolean NOT NULL,
  free_text boolean NOT NULL
);
SELECT protect_table('after_settings');

CREATE TABLE surveys (
  account text NOT NULL,
  conversation text NOT NULL,
  satisfaction smallint CHECK (satisfaction BETWEEN 1 AND 5),
  recommend smallint CHECK (recommend BETWEEN 0 AND 10),
  resolved boolean,
  free_text text NOT NULL,
  answered_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (account, conversation),
  FOREIGN KEY (account, conversation) REFERENCES conversations (account, id) ON DELETE CASCADE
);
SELECT protect_table('surveys');
