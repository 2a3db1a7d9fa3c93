-- Full text over conversations: a document for each message, with the name of its visitor, and one
-- (sequence 0) for what is known of the conversation itself. Triggers keep them, in the transaction of
-- what they are about; a change of language makes them anew in the background.

CREATE TABLE search_settings (
  account text PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  configuration text NOT NULL,
  -- While documents are made anew: with what the others were made, and the last conversation done.
  earlier text,
  through text NOT NULL DEFAULT ''
);
SELECT protect_table('search_settings');

-- Orders of the visitor, as the shop names them, noted when a conversation begins and ends.
CREATE TABLE conversation_orders (
  account text NOT NULL,
  conversation text NOT NULL,
  order_id text NOT NULL,
  PRIMARY KEY (account, conversation, order_id),
  FOREIGN KEY (account, conversation) REFERENCES conversations (account, id) ON DELETE CASCADE
);
CREATE INDEX conversation_orders_by_id ON conversation_orders (account, lower(order_id));
SELECT protect_table('conversation_orders');

CREATE TABLE search_index (
  account text NOT NULL,
  conversation text NOT NULL,
  sequence integer NOT NULL,
  at timestamptz NOT NULL,
  document tsvector NOT NULL,
  PRIMARY KEY (account, conversation, sequence),
  FOREIGN KEY (account, conversation) REFERENCES conversations (account, id) ON DELETE CASCADE
);
CREATE INDEX search_index_words ON search_index USING gin (document);
CREATE INDEX search_index_newest ON search_index (account, at DESC);
SELECT protect_table('search_index');

CREATE FUNCTION search_configuration() RETURNS regconfig
  LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  chosen text;
BEGIN
  SELECT configuration INTO chosen FROM search_settings WHERE account = current_account();
  RETURN coalesce(chosen, 'simple')::regconfig;
END
$$;

-- The account is a word of each document, so that the index finds those of one account at once.
CREATE FUNCTION search_document(of text, strong text, weak text, configuration regconfig) RETURNS tsvector
  LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN setweight(to_tsvector(configuration, left(strong, 20000)), 'B')
    || setweight(to_tsvector(configuration, left(weak, 2000)), 'D')
    || array_to_tsvector(ARRAY['@' || of]);
END
$$;

CREATE FUNCTION index_message() RETURNS trigger
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  called text;
BEGIN
  IF NEW.body->>'type' NOT IN ('text', 'note') THEN RETURN NULL; END IF;
  SELECT visitor_name INTO called FROM conversations
  WHERE account = NEW.account AND id = NEW.conversation;
  INSERT INTO search_index (account, conversation, sequence, at, document)
  VALUES (NEW.account, NEW.conversation, NEW.sequence, NEW.at,
    search_document(NEW.account, NEW.body->>'text', called, search_configuration()))
  ON CONFLICT (account, conversation, sequence) DO UPDATE SET document = excluded.document;
  RETURN NULL;
END
$$;
CREATE TRIGGER indexed AFTER INSERT OR UPDATE OF body ON messages
  FOR EACH ROW EXECUTE FUNCTION index_message();

-- Names and orders weigh most, then what the visitor left and what agents wrote into fields.
CREATE FUNCTION index_conversation(of text, wanted text) RETURNS void
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  talk record;
  orders text;
  held text;
  language regconfig := search_configuration();
BEGIN
  SELECT visitor_name, topic, reply_to, started_at INTO talk FROM conversations
  WHERE account = of AND id = wanted;
  IF NOT FOUND THEN RETURN; END IF;
  SELECT string_agg(order_id, ' ') INTO orders FROM conversation_orders
  WHERE account = of AND conversation = wanted;
  SELECT string_agg(value #>> '{}', ' ') INTO held FROM conversation_labels
  WHERE account = of AND conversation = wanted AND kind = 'field';
  INSERT INTO search_index (account, conversation, sequence, at, document)
  VALUES (of, wanted, 0, talk.started_at,
    setweight(to_tsvector(language, concat_ws(' ', talk.visitor_name, orders)), 'A')
    || search_document(of, concat_ws(' ', talk.topic, talk.reply_to, held), '', language))
  ON CONFLICT (account, conversation, sequence) DO UPDATE SET document = excluded.document;
END
$$;

CREATE FUNCTION index_changed_conversation() RETURNS trigger
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM index_conversation(NEW.account, NEW.id);
  RETURN NULL;
END
$$;
CREATE TRIGGER indexed AFTER INSERT OR UPDATE OF visitor_name, topic, reply_to ON conversations
  FOR EACH ROW EXECUTE FUNCTION index_changed_conversation();

CREATE FUNCTION index_conversation_of() RETURNS trigger
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN PERFORM index_conversation(OLD.account, OLD.conversation);
  ELSE PERFORM index_conversation(NEW.account, NEW.conversation);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER indexed AFTER INSERT ON conversation_orders
  FOR EACH ROW EXECUTE FUNCTION index_conversation_of();
CREATE TRIGGER indexed_values AFTER INSERT OR UPDATE ON conversation_labels
  FOR EACH ROW WHEN (NEW.kind = 'field') EXECUTE FUNCTION index_conversation_of();
CREATE TRIGGER indexed_gone AFTER DELETE ON conversation_labels
  FOR EACH ROW WHEN (OLD.kind = 'field') EXECUTE FUNCTION index_conversation_of();

CREATE FUNCTION search_words_in(configuration text, typed text) RETURNS tsquery
  LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN numnode(asked) = 0 OR typed ~ '"$' THEN asked
    ELSE regexp_replace(asked::text, '''$', ''':*')::tsquery END
  FROM websearch_to_tsquery(configuration::regconfig, typed) AS asked
$$;

-- What was typed, as words to look for; the last one may be the beginning of a word. While documents
-- are made anew, as both languages have it.
CREATE FUNCTION search_words(typed text) RETURNS tsquery
  LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(
    (SELECT search_words_in(configuration, typed)
       || coalesce(search_words_in(earlier, typed), ''::tsquery)
     FROM search_settings WHERE account = current_account()),
    search_words_in('simple', typed))
$$;

-- Places where the words stand, the newest first, in conversations that the filters let through. It
-- runs as the owner, because behind row-level security a text search finds no way to its index; it
-- answers of the current account only, and what it finds is read by the caller under that security.
CREATE FUNCTION search_places(
    typed text, most integer, since timestamptz, until timestamptz,
    of_agent text, of_skill text, of_site text, of_status text, of_tag text)
  RETURNS TABLE (conversation text, sequence integer, rank real)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp AS $$
DECLARE
  words tsquery := search_words(typed);
BEGIN
  IF current_account() IS NULL OR numnode(words) = 0 THEN RETURN; END IF;
  RETURN QUERY EXECUTE
    'SELECT s.conversation, s.sequence, ts_rank(s.document, $1)
     FROM search_index AS s JOIN conversations AS c ON c.account = s.account AND c.id = s.conversation
     WHERE s.account = $2 AND s.document @@ ($1 && $3::tsquery)
       AND ($5 IS NULL OR c.started_at >= $5) AND ($6 IS NULL OR c.started_at < $6)
       AND ($7 IS NULL OR c.agent = $7) AND ($8 IS NULL OR c.skill = $8)
       AND ($9 IS NULL OR c.site = $9) AND ($10 IS NULL OR c.status = $10)
       AND ($11 IS NULL OR EXISTS (SELECT 1 FROM conversation_labels AS had
         WHERE had.account = $2 AND had.conversation = c.id AND had.label = $11))
     ORDER BY s.at DESC LIMIT $4'
    USING words, current_account(), quote_literal('@' || current_account()), most,
      since, until, of_agent, of_skill, of_site, of_status, of_tag;
END
$$;

-- Makes the documents of the next conversations anew; the last one done, null where there is none left.
CREATE FUNCTION search_index_next(most integer) RETURNS text
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  done text;
  last text;
BEGIN
  SELECT through INTO done FROM search_settings WHERE account = current_account() FOR UPDATE;
  IF done IS NULL THEN RETURN NULL; END IF;
  SELECT max(id) INTO last FROM (
    SELECT id FROM conversations WHERE account = current_account() AND id > done ORDER BY id LIMIT most
  ) AS next;
  IF last IS NULL THEN
    UPDATE search_settings SET earlier = NULL WHERE account = current_account();
    RETURN NULL;
  END IF;
  UPDATE search_index AS s
  SET document = search_document(m.account, m.body->>'text', c.visitor_name, search_configuration())
  FROM messages AS m JOIN conversations AS c ON c.account = m.account AND c.id = m.conversation
  WHERE m.account = current_account() AND m.conversation > done AND m.conversation <= last
    AND s.account = m.account AND s.conversation = m.conversation AND s.sequence = m.sequence;
  PERFORM index_conversation(account, id) FROM conversations
  WHERE account = current_account() AND id > done AND id <= last;
  UPDATE search_settings SET through = last WHERE account = current_account();
  RETURN last;
END
$$;

GRANT EXECUTE ON FUNCTION search_configuration, search_document, index_conversation, search_words,
  search_words_in, search_places, search_index_next TO opportune_app;

-- What is there already.
INSERT INTO search_index (account, conversation, sequence, at, document)
SELECT m.account, m.conversation, m.sequence, m.at,
  search_document(m.account, m.body->>'text', c.visitor_name, 'simple')
FROM messages AS m JOIN conversations AS c ON c.account = m.account AND c.id = m.conversation
WHERE m.body->>'type' IN ('text', 'note');
SELECT index_conversation(account, id) FROM conversations;
