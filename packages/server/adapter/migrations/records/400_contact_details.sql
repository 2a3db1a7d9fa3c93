-- What the business keeps of a contact: fields of its own, tags, notes, and when they last exchanged a
-- message. What became part of another contact keeps its own, so that a merge can be undone.
ALTER TABLE contacts
  -- By the id of the field. Null: the value of a part counts no longer.
  ADD COLUMN fields jsonb NOT NULL DEFAULT '{}',
  -- To about a minute. Null: never.
  ADD COLUMN last_contact_at timestamptz;
UPDATE contacts SET last_contact_at = (
  SELECT max(talk.last_at) FROM conversations AS talk
  WHERE talk.account = contacts.account AND talk.contact = contacts.id);

CREATE FUNCTION note_last_contact() RETURNS trigger
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE contacts SET last_contact_at = NEW.last_at
  WHERE account = NEW.account AND id = NEW.contact
    AND (last_contact_at IS NULL OR last_contact_at < NEW.last_at - interval '1 minute');
  IF TG_OP = 'UPDATE' AND OLD.contact <> NEW.contact THEN
    UPDATE contacts SET last_contact_at = (
      SELECT max(talk.last_at) FROM conversations AS talk
      WHERE talk.account = OLD.account AND talk.contact = OLD.contact)
    WHERE account = OLD.account AND id = OLD.contact;
  END IF;
  RETURN NULL;
END
$$;
GRANT EXECUTE ON FUNCTION note_last_contact TO opportune_app;
CREATE TRIGGER with_last_contact AFTER INSERT OR UPDATE OF contact, last_at ON conversations
  FOR EACH ROW EXECUTE FUNCTION note_last_contact();

-- The fields that an account has declared. One that is not listed any more keeps its values.
CREATE TABLE contact_fields (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id text NOT NULL,
  name text NOT NULL,
  holds jsonb NOT NULL,
  position integer NOT NULL,
  listed boolean NOT NULL DEFAULT true,
  PRIMARY KEY (account, id)
);
SELECT protect_table('contact_fields');

CREATE TABLE contact_tags (
  account text NOT NULL,
  contact text NOT NULL,
  tag text NOT NULL,
  PRIMARY KEY (account, contact, tag),
  FOREIGN KEY (account, contact) REFERENCES contacts (account, id) ON DELETE CASCADE
);
CREATE INDEX contact_tags_by_tag ON contact_tags (account, tag, contact);
SELECT protect_table('contact_tags');

CREATE TABLE contact_notes (
  account text NOT NULL,
  id text NOT NULL,
  contact text NOT NULL,
  text text NOT NULL,
  written_by text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account, id),
  FOREIGN KEY (account, contact) REFERENCES contacts (account, id) ON DELETE CASCADE
);
CREATE INDEX contact_notes_of ON contact_notes (account, contact, created_at DESC, id DESC);
SELECT protect_table('contact_notes');

-- Who changed what of a contact, and when.
CREATE TABLE contact_changes (
  account text NOT NULL,
  id text NOT NULL,
  contact text NOT NULL,
  act text NOT NULL CHECK (act IN ('details', 'note', 'note-removed', 'imported')),
  -- What was there before, and what came after it.
  before jsonb NOT NULL,
  after jsonb NOT NULL,
  -- Null: no person did it.
  changed_by text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account, id),
  FOREIGN KEY (account, contact) REFERENCES contacts (account, id) ON DELETE CASCADE
);
CREATE INDEX contact_changes_of ON contact_changes (account, contact, created_at DESC, id DESC);
SELECT protect_table('contact_changes');
-- Nobody changes what was recorded.
REVOKE UPDATE ON contact_changes FROM opportune_app;

-- The orders in which contacts are listed, beside `contacts_listed`.
CREATE INDEX contacts_by_contact ON contacts
  (account, (coalesce(last_contact_at, created_at)) DESC, id DESC) WHERE merged_into IS NULL;
CREATE INDEX contacts_by_own_name ON contacts
  (account, (name = ''), (lower(name)), id) WHERE merged_into IS NULL;
CREATE INDEX opt_ins_by_purpose ON opt_ins (account, purpose, channel, address)
  WHERE withdrawn_at IS NULL;

-- Ids of contacts of the current account that stand for themselves and meet all that is asked, in order,
-- after a place. Each condition is part of the statement only if it is asked for, so that the statement is
-- planned for it. It runs as the owner, because behind row-level security a search finds no way to its
-- index. What many have is found among the first in order, the rest by its index.
CREATE FUNCTION list_contacts(
  typed text, channel text, purpose text, tag text, since timestamptz, before timestamptz,
  sorting text, place_at timestamptz, place_name text, place_id text, most integer)
  RETURNS SETOF text LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50
  SET search_path = public, pg_temp AS $$
DECLARE
  own text := current_account();
  wanted tsquery := CASE WHEN typed <> '' THEN contact_query(own, typed) END;
  pattern text := '%' || replace(replace(replace(typed, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  base text := 'c.account = $1 AND c.merged_into IS NULL';
  filters text := '';
  ordered text;
  near text[];
  -- What fewer have is read as a whole; what more have is soon found in order.
  many CONSTANT integer := 2000;
  few text[];
  ids text[];
BEGIN
  CASE sorting
    WHEN 'name' THEN
      ordered := '(c.name = ''''), lower(c.name), c.id';
      IF place_id <> '' THEN
        base := base || ' AND ((c.name = ''''), lower(c.name), c.id) > (($11 = ''''), lower($11), $10)';
      END IF;
    WHEN 'contact' THEN
      ordered := 'coalesce(c.last_contact_at, c.created_at) DESC, c.id DESC';
      IF place_id <> '' THEN
        base := base || ' AND (coalesce(c.last_contact_at, c.created_at), c.id) < ($9, $10)';
      END IF;
    ELSE
      ordered := 'c.created_at DESC, c.id DESC';
      IF place_id <> '' THEN
        base := base || ' AND (c.created_at, c.id) < ($9, $10)';
      END IF;
  END CASE;
  IF channel IS NOT NULL THEN
    few := ARRAY(SELECT a.contact FROM contact_addresses AS a
      WHERE a.account = own AND a.channel = list_contacts.channel LIMIT many);
    IF cardinality(few) < many THEN
      ids := few;
    ELSE
      filters := filters || ' AND (SELECT true FROM contact_addresses AS a
        WHERE a.account = $1 AND a.contact = c.id AND a.channel = $4 LIMIT 1)';
    END IF;
  END IF;
  IF purpose IS NOT NULL THEN
    few := ARRAY(SELECT a.contact FROM (SELECT o.channel, o.address FROM opt_ins AS o
        WHERE o.account = own AND o.purpose = list_contacts.purpose AND o.withdrawn_at IS NULL
        LIMIT many) AS given
      LEFT JOIN contact_addresses AS a
        ON a.account = own AND a.channel = given.channel AND a.address = given.address);
    IF cardinality(few) < many THEN
      ids := CASE WHEN ids IS NULL THEN few
        ELSE ARRAY(SELECT unnest(ids) INTERSECT SELECT unnest(few)) END;
    ELSE
      filters := filters || ' AND (SELECT true FROM contact_addresses AS a JOIN opt_ins AS o
          ON o.account = $1 AND o.channel = a.channel AND o.address = a.address
        WHERE a.account = $1 AND a.contact = c.id AND o.purpose = $5 AND o.withdrawn_at IS NULL
        LIMIT 1)';
    END IF;
  END IF;
  IF tag IS NOT NULL THEN
    few := ARRAY(SELECT coalesce(part.merged_into, part.id)
      FROM (SELECT t.contact FROM contact_tags AS t
        WHERE t.account = own AND t.tag = list_contacts.tag LIMIT many) AS tagged
      JOIN contacts AS part ON part.account = own AND part.id = tagged.contact);
    IF cardinality(few) < many THEN
      ids := CASE WHEN ids IS NULL THEN few
        ELSE ARRAY(SELECT unnest(ids) INTERSECT SELECT unnest(few)) END;
    ELSE
      filters := filters || ' AND coalesce(
        (SELECT true FROM contact_tags AS t
         WHERE t.account = $1 AND t.contact = c.id AND t.tag = $6 LIMIT 1),
        (SELECT true FROM contacts AS part JOIN contact_tags AS t
           ON t.account = $1 AND t.contact = part.id AND t.tag = $6
         WHERE part.account = $1 AND part.merged_into = c.id LIMIT 1), false)';
    END IF;
  END IF;
  IF ids IS NOT NULL THEN
    filters := filters || ' AND c.id = ANY($13)';
  END IF;
  IF since IS NOT NULL THEN
    filters := filters || ' AND c.last_contact_at >= $7';
  END IF;
  IF before IS NOT NULL THEN
    filters := filters || ' AND (c.last_contact_at IS NULL OR c.last_contact_at < $8)';
  END IF;
  IF typed = '' THEN
    RETURN QUERY EXECUTE format(
      'SELECT c.id FROM contacts AS c WHERE %s%s ORDER BY %s LIMIT $12', base, filters, ordered)
      USING own, pattern, wanted, channel, purpose, tag, since, before, place_at, place_id,
        place_name, most, ids;
    RETURN;
  END IF;
  EXECUTE format('SELECT ARRAY(
      SELECT c.id FROM (SELECT * FROM contacts AS c WHERE %s ORDER BY %s LIMIT 300) AS c
      WHERE (c.name ILIKE $2
        OR (SELECT true FROM contact_addresses AS a
            WHERE a.account = $1 AND a.contact = c.id AND a.address ILIKE $2 LIMIT 1)
        OR (SELECT true FROM contacts AS part
            WHERE part.account = $1 AND part.merged_into = c.id AND part.name ILIKE $2 LIMIT 1))%s
      ORDER BY %s LIMIT $12)', base, ordered, filters, ordered)
    INTO near
    USING own, pattern, wanted, channel, purpose, tag, since, before, place_at, place_id, place_name,
      most, ids;
  IF cardinality(near) >= most THEN
    RETURN QUERY SELECT unnest(near);
    RETURN;
  END IF;
  RETURN QUERY EXECUTE format('WITH found AS MATERIALIZED (
      SELECT coalesce(c.merged_into, c.id) AS id FROM contacts AS c
      WHERE contact_pieces(c.account, c.name) @@ $3 AND c.account = $1 AND c.name ILIKE $2
      UNION
      SELECT a.contact FROM contact_addresses AS a
      WHERE contact_pieces(a.account, a.address) @@ $3 AND a.account = $1 AND a.address ILIKE $2)
    SELECT c.id FROM found JOIN contacts AS c ON c.account = $1 AND c.id = found.id
    WHERE %s%s ORDER BY %s LIMIT $12', base, filters, ordered)
    USING own, pattern, wanted, channel, purpose, tag, since, before, place_at, place_id, place_name,
      most, ids;
END
$$;
GRANT EXECUTE ON FUNCTION list_contacts TO opportune_app;
DROP FUNCTION search_contacts;
