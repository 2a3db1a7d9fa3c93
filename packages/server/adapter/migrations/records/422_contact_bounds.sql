-- Bounds on what is kept of contacts, and on the work that it makes.
ALTER TABLE contact_imports ADD COLUMN withdrawn integer NOT NULL DEFAULT 0;

-- A move of conversations sets both contacts' times itself, once. A trigger for each conversation read all
-- conversations of a contact each time.
CREATE OR REPLACE FUNCTION note_last_contact() RETURNS trigger
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE contacts SET last_contact_at = NEW.last_at
  WHERE account = NEW.account AND id = NEW.contact
    AND (last_contact_at IS NULL OR last_contact_at < NEW.last_at - interval '1 minute');
  RETURN NULL;
END
$$;
DROP TRIGGER with_last_contact ON conversations;
CREATE TRIGGER with_last_contact AFTER INSERT OR UPDATE OF last_at ON conversations
  FOR EACH ROW EXECUTE FUNCTION note_last_contact();

-- What is too old, of all accounts.
CREATE INDEX contact_changes_old ON contact_changes (created_at);
CREATE INDEX channel_offers_old ON channel_offers (expires_at);
DROP INDEX channel_offers_expired;
CREATE INDEX contact_imports_old ON contact_imports (created_at);
CREATE INDEX contact_exports_old ON contact_exports (created_at);

CREATE FUNCTION forget_contact_files(older_than timestamptz, most integer) RETURNS bigint
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH old_imports AS (
    SELECT account, id FROM contact_imports WHERE created_at < older_than
    ORDER BY created_at LIMIT most FOR UPDATE SKIP LOCKED
  ), imports AS (
    DELETE FROM contact_imports AS gone USING old_imports AS old
    WHERE gone.account = old.account AND gone.id = old.id RETURNING 1
  ), old_exports AS (
    SELECT account, id FROM contact_exports WHERE created_at < older_than
    ORDER BY created_at LIMIT most FOR UPDATE SKIP LOCKED
  ), exports AS (
    DELETE FROM contact_exports AS gone USING old_exports AS old
    WHERE gone.account = old.account AND gone.id = old.id RETURNING 1
  )
  SELECT greatest((SELECT count(*) FROM imports), (SELECT count(*) FROM exports))
$$;
REVOKE EXECUTE ON FUNCTION forget_contact_files FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_contact_files TO opportune_app;

CREATE FUNCTION forget_contact_changes(older_than timestamptz, most integer) RETURNS bigint
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH old AS (
    SELECT account, id FROM contact_changes WHERE created_at < older_than
    ORDER BY created_at LIMIT most FOR UPDATE SKIP LOCKED
  ), gone AS (
    DELETE FROM contact_changes USING old
    WHERE contact_changes.account = old.account AND contact_changes.id = old.id RETURNING 1
  )
  SELECT count(*) FROM gone
$$;
REVOKE EXECUTE ON FUNCTION forget_contact_changes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_contact_changes TO opportune_app;

CREATE FUNCTION forget_channel_offers(older_than timestamptz, most integer) RETURNS bigint
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH old AS (
    SELECT account, token FROM channel_offers WHERE expires_at < older_than
    ORDER BY expires_at LIMIT most FOR UPDATE SKIP LOCKED
  ), gone AS (
    DELETE FROM channel_offers USING old
    WHERE channel_offers.account = old.account AND channel_offers.token = old.token RETURNING 1
  )
  SELECT count(*) FROM gone
$$;
REVOKE EXECUTE ON FUNCTION forget_channel_offers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_channel_offers TO opportune_app;
