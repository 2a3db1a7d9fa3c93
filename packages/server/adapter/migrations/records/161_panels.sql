-- The account's own panels: pages that stand beside a conversation, and what each is told.

CREATE TABLE panels (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id text NOT NULL,
  name text NOT NULL,
  url text NOT NULL,
  shares text[] NOT NULL,
  traits text[] NOT NULL,
  PRIMARY KEY (account, id)
);
SELECT protect_table('panels');
