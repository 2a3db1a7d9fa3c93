-- Searches may ask for a channel; and the address of a conversation that has no visitor is found, since
-- it is what people know such a contact by.

CREATE OR REPLACE FUNCTION index_conversation(of text, wanted text) RETURNS void
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  talk record;
  orders text;
  held text;
  answered text;
  language regconfig := search_configuration();
BEGIN
  SELECT visitor_name, topic, reply_to, started_at,
    CASE WHEN visitor IS NULL THEN address END AS known_by INTO talk
  FROM conversations WHERE account = of AND id = wanted;
  IF NOT FOUND THEN RETURN; END IF;
  SELECT string_agg(order_id, ' ') INTO orders FROM conversation_orders
  WHERE account = of AND conversation = wanted;
  SELECT string_agg(value #>> '{}', ' ') INTO held FROM conversation_labels
  WHERE account = of AND conversation = wanted AND kind = 'field';
  SELECT free_text INTO answered FROM surveys WHERE account = of AND conversation = wanted;
  INSERT INTO search_index (account, conversation, sequence, at, document)
  VALUES (of, wanted, 0, talk.started_at,
    setweight(to_tsvector(language, concat_ws(' ', talk.visitor_name, orders, talk.known_by)), 'A')
    || search_document(of, concat_ws(' ', talk.topic, talk.reply_to, held, answered), '', language))
  ON CONFLICT (account, conversation, sequence) DO UPDATE SET document = excluded.document;
END
$$;

DROP FUNCTION search_places(text, integer, timestamptz, timestamptz, text, text, text, text, text, text, text);

-- As before, with one filter more. It runs as the owner, because behind row-level security a text search
-- finds no way to its index; it answers of the current account only, and what it finds is read by the
-- caller under that security.
CREATE FUNCTION search_places(
    typed text, most integer, since timestamptz, until timestamptz, of_agent text, of_skill text,
    of_site text, of_status text, of_tag text, of_disposition text, of_campaign text, of_channel text)
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
       AND ($12 IS NULL OR EXISTS (SELECT 1 FROM conversation_labels AS had
         WHERE had.account = $2 AND had.conversation = c.id AND had.label = $12))
       AND ($13 IS NULL OR c.origin->>''campaign'' = $13)
       AND ($14 IS NULL OR c.channel = $14)
     ORDER BY s.at DESC LIMIT $4'
    USING words, current_account(), quote_literal('@' || current_account()), most,
      since, until, of_agent, of_skill, of_site, of_status, of_tag, of_disposition, of_campaign,
      of_channel;
END
$$;
GRANT EXECUTE ON FUNCTION search_places TO opportune_app;
