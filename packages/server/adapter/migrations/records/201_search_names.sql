-- A name that a visitor tells after they wrote is found with what they wrote before. Nothing else of a
-- conversation touches the documents of its messages: its row changes with every message.

CREATE FUNCTION index_name() RETURNS trigger
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE search_index AS s
  SET document = search_document(m.account, m.body->>'text', NEW.visitor_name, search_configuration())
  FROM messages AS m
  WHERE m.account = NEW.account AND m.conversation = NEW.id
    AND s.account = m.account AND s.conversation = m.conversation AND s.sequence = m.sequence;
  RETURN NULL;
END
$$;
CREATE TRIGGER indexed_name AFTER UPDATE OF visitor_name ON conversations
  FOR EACH ROW WHEN (OLD.visitor_name IS DISTINCT FROM NEW.visitor_name) EXECUTE FUNCTION index_name();

-- What is there already and lacks it; each account in its own language.
UPDATE search_index AS s
SET document = search_document(m.account, m.body->>'text', c.visitor_name, spoken.language)
FROM messages AS m
  JOIN conversations AS c ON c.account = m.account AND c.id = m.conversation
  LEFT JOIN search_settings AS chosen ON chosen.account = m.account
  CROSS JOIN LATERAL (SELECT coalesce(chosen.configuration, 'simple')::regconfig AS language) AS spoken
WHERE c.visitor_name <> ''
  AND s.account = m.account AND s.conversation = m.conversation AND s.sequence = m.sequence
  AND NOT s.document @@ plainto_tsquery(spoken.language, c.visitor_name);
