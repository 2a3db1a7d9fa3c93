-- What a stored message costs beside itself.

-- Documents of messages that are stored together are made together.
CREATE FUNCTION index_messages() RETURNS trigger
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  language regconfig := search_configuration();
BEGIN
  INSERT INTO search_index (account, conversation, sequence, at, document)
  SELECT put.account, put.conversation, put.sequence, put.at,
    search_document(put.account, put.body->>'text', talk.visitor_name, language)
  FROM put CROSS JOIN LATERAL (
    SELECT visitor_name FROM conversations WHERE account = put.account AND id = put.conversation
    LIMIT 1) AS talk
  WHERE put.body->>'type' IN ('text', 'note')
  ON CONFLICT (account, conversation, sequence) DO UPDATE SET document = excluded.document;
  RETURN NULL;
END
$$;
DROP TRIGGER indexed ON messages;
CREATE TRIGGER indexed AFTER INSERT ON messages REFERENCING NEW TABLE AS put
  FOR EACH STATEMENT EXECUTE FUNCTION index_messages();
CREATE TRIGGER indexed_anew AFTER UPDATE OF body ON messages
  FOR EACH ROW EXECUTE FUNCTION index_message();

-- When a contact and the business last exchanged a message is kept to about a minute, so it is not looked at
-- for each message.
CREATE OR REPLACE FUNCTION note_last_contact() RETURNS trigger
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE contacts SET last_contact_at = NEW.last_at
  WHERE account = NEW.account AND id = NEW.contact
    AND (last_contact_at IS NULL OR last_contact_at < NEW.last_at);
  RETURN NULL;
END
$$;
DROP TRIGGER with_last_contact ON conversations;
CREATE TRIGGER with_last_contact AFTER INSERT ON conversations
  FOR EACH ROW EXECUTE FUNCTION note_last_contact();
CREATE TRIGGER with_later_contact AFTER UPDATE OF last_at ON conversations
  FOR EACH ROW
  WHEN (floor(extract(epoch FROM NEW.last_at) / 60) <> floor(extract(epoch FROM OLD.last_at) / 60))
  EXECUTE FUNCTION note_last_contact();
