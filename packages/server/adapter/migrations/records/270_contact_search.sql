-- Contacts are listed, and found by a part of a name or of an address, without reading all of them. A part
-- is found by its pieces of three characters, each behind its account; this needs no extension.
CREATE INDEX contacts_listed ON contacts (account, created_at DESC, id DESC)
  WHERE merged_into IS NULL;

-- What begins at each character.
CREATE FUNCTION contact_pieces(of text, words text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array_to_tsvector(ARRAY(
    SELECT of || ' ' || substr(small.words, at, 3)
    FROM (SELECT lower(words) AS words) AS small, generate_series(1, length(small.words)) AS at))
$$;
CREATE INDEX contacts_by_name ON contacts USING gin (contact_pieces(account, name));
CREATE INDEX contact_addresses_by_part ON contact_addresses USING gin (contact_pieces(account, address));

-- All pieces of what is typed; where that is shorter than a piece, those that begin with it.
CREATE FUNCTION contact_query(of text, typed text) RETURNS tsquery
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT string_agg(
    '''' || replace(replace(of || ' ' || substr(small.words, at, 3), '\', '\\'), '''', '''''') || ''''
      || CASE WHEN length(small.words) < 3 THEN ':*' ELSE '' END, ' & ')::tsquery
  FROM (SELECT lower(typed) AS words) AS small,
    generate_series(1, greatest(1, length(small.words) - 2)) AS at
$$;

-- Contacts of the current account that stand for themselves and have it in their name, in an address, or in
-- the name of a part: the newest before an instant and id. What many have is found among the newest, the
-- rest by its pieces. It runs as the owner, because behind row-level security a search finds no way to its
-- index.
CREATE FUNCTION search_contacts(typed text, before timestamptz, before_id text, most integer)
  RETURNS SETOF text LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
  SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  own text := current_account();
  wanted tsquery := contact_query(own, typed);
  pattern text := '%' || replace(replace(replace(typed, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  near text[];
BEGIN
  near := ARRAY(
    SELECT newest.id FROM (
      SELECT c.id, c.name, c.created_at FROM contacts AS c
      WHERE c.account = own AND c.merged_into IS NULL
        AND (before IS NULL OR (c.created_at, c.id) < (before, before_id))
      ORDER BY c.created_at DESC, c.id DESC LIMIT 300) AS newest
    WHERE newest.name ILIKE pattern
      OR (SELECT true FROM contact_addresses AS a
          WHERE a.account = own AND a.contact = newest.id AND a.address ILIKE pattern LIMIT 1)
      OR (SELECT true FROM contacts AS part
          WHERE part.account = own AND part.merged_into = newest.id AND part.name ILIKE pattern LIMIT 1)
    ORDER BY newest.created_at DESC, newest.id DESC LIMIT most);
  IF cardinality(near) >= most THEN
    RETURN QUERY SELECT unnest(near);
    RETURN;
  END IF;
  RETURN QUERY
    WITH found AS MATERIALIZED (
      SELECT coalesce(c.merged_into, c.id) AS id FROM contacts AS c
      WHERE contact_pieces(c.account, c.name) @@ wanted AND c.account = own AND c.name ILIKE pattern
      UNION
      SELECT a.contact FROM contact_addresses AS a
      WHERE contact_pieces(a.account, a.address) @@ wanted AND a.account = own
        AND a.address ILIKE pattern)
    SELECT c.id FROM found JOIN contacts AS c ON c.account = own AND c.id = found.id
    WHERE c.merged_into IS NULL AND (before IS NULL OR (c.created_at, c.id) < (before, before_id))
    ORDER BY c.created_at DESC, c.id DESC LIMIT most;
END
$$;
GRANT EXECUTE ON FUNCTION contact_pieces, search_contacts TO opportune_app;
