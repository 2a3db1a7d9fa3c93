-- What callers said goes with the account.
DELETE FROM voicemails WHERE NOT EXISTS (SELECT 1 FROM accounts WHERE id = voicemails.account);
ALTER TABLE voicemails
  ADD FOREIGN KEY (account) REFERENCES accounts (id) ON DELETE CASCADE;
