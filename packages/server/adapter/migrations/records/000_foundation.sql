-- What every table of records rests on: one account per transaction, enforced by the database.
-- A migration that makes a table ends with: SELECT protect_table('its_name');

DO $$
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO opportune_app', current_database());
END
$$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO opportune_app;

-- The account that the transaction is for; NULL, which equals nothing, when none was set.
CREATE FUNCTION current_account() RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('opportune.account', true), '');

-- Forces row-level security on a table: the app role sees and writes only rows of the current
-- account, in the column named; the owner's SECURITY DEFINER functions see all of it.
CREATE FUNCTION protect_table(target regclass, account_column name DEFAULT 'account') RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format(
    'CREATE POLICY of_account ON %s TO opportune_app USING (%I = current_account()) WITH CHECK (%I = current_account())',
    target, account_column, account_column);
  EXECUTE format('CREATE POLICY of_owner ON %s TO CURRENT_USER USING (true) WITH CHECK (true)', target);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO opportune_app', target);
END
$$;
REVOKE EXECUTE ON FUNCTION protect_table FROM PUBLIC;

-- A function is the one way around the above, so each is granted by name.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
GRANT EXECUTE ON FUNCTION current_account TO opportune_app;
