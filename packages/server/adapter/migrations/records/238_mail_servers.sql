-- The mail server of an account, where it has one of its own. The password is sealed. Who changed what
-- and when stays, without passwords.
CREATE TABLE mail_servers (
  account text PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  settings jsonb NOT NULL,
  sealed_password text,
  password_at timestamptz,
  CHECK ((sealed_password IS NULL) = (password_at IS NULL))
);
SELECT protect_table('mail_servers');

CREATE TABLE mail_server_changes (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  number integer NOT NULL CHECK (number > 0),
  settings jsonb,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (account, number)
);
SELECT protect_table('mail_server_changes');
