-- Custom attributes that an account declares: only these are facts that conditions read.

CREATE TABLE custom_attributes (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  name text NOT NULL,
  document jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account, name)
);
SELECT protect_table('custom_attributes');
