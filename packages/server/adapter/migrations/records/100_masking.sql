-- What beside card numbers an account has masked: one row a change, so that who changed what and when
-- can be read. The newest holds. Rows are neither changed nor deleted.

CREATE TABLE masking_changes (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  number integer NOT NULL CHECK (number > 0),
  settings jsonb NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (account, number)
);
SELECT protect_table('masking_changes');
