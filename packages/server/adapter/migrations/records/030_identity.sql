-- Who is verified as which customer, and which visitor ids belong to a browser that has shown its token.

CREATE TABLE customers (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  user_id text NOT NULL,
  visitor text NOT NULL,
  site text NOT NULL,
  verified_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (account, user_id, visitor)
);
CREATE INDEX customers_by_visitor ON customers (account, visitor);
SELECT protect_table('customers');

CREATE TABLE visitor_claims (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  visitor text NOT NULL,
  claimed_at timestamptz NOT NULL,
  PRIMARY KEY (account, visitor)
);
SELECT protect_table('visitor_claims');
REVOKE UPDATE, DELETE ON visitor_claims FROM opportune_app;
