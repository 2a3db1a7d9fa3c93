-- Contacts are people, over all channels; each address of a channel belongs to one of them. A
-- conversation is with a contact, at an address of a channel: it has a site and a visitor only where
-- there are any. Conversations of before were all on the channel `web`, and their visitors are its addresses.

-- Ways to reach people. Their kind says what is in `settings`; capabilities of null are those of the kind.
CREATE TABLE channels (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id text NOT NULL,
  kind text NOT NULL,
  -- Empty: as its kind is called.
  name text NOT NULL DEFAULT '',
  icon text NOT NULL DEFAULT '',
  state text NOT NULL DEFAULT 'connected' CHECK (state IN ('connected', 'reconnect', 'paused')),
  last_error text,
  settings jsonb NOT NULL DEFAULT '{}',
  capabilities jsonb,
  -- Sealed.
  secret text,
  skill text,
  -- Hours of a contact's silence after which its conversations are over; null: as the kind says.
  closes_after_h integer CHECK (closes_after_h > 0),
  revision integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account, id)
);
SELECT protect_table('channels');

-- Every account has these two, whatever makes it.
CREATE FUNCTION make_channels() RETURNS trigger
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO channels (account, id, kind, created_at)
  VALUES (NEW.id, 'web', 'web', NEW.created_at), (NEW.id, 'email', 'email', NEW.created_at);
  RETURN NULL;
END
$$;
CREATE TRIGGER with_channels AFTER INSERT ON accounts
  FOR EACH ROW EXECUTE FUNCTION make_channels();
INSERT INTO channels (account, id, kind, created_at)
SELECT id, kind, kind, created_at FROM accounts, unnest(ARRAY['web', 'email']) AS kind;

CREATE TABLE contacts (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id text NOT NULL,
  name text NOT NULL DEFAULT '',
  language text,
  created_at timestamptz NOT NULL,
  -- Never one that is merged itself.
  merged_into text,
  PRIMARY KEY (account, id),
  FOREIGN KEY (account, merged_into) REFERENCES contacts (account, id) ON DELETE CASCADE
);
CREATE INDEX contacts_merged ON contacts (account, merged_into) WHERE merged_into IS NOT NULL;
SELECT protect_table('contacts');

-- The channel `customer`, of which nobody has a row in `channels`, holds who contacts are verified as.
CREATE TABLE contact_addresses (
  account text NOT NULL,
  channel text NOT NULL,
  address text NOT NULL,
  contact text NOT NULL,
  verified boolean NOT NULL DEFAULT false,
  first_seen timestamptz NOT NULL,
  PRIMARY KEY (account, channel, address),
  FOREIGN KEY (account, contact) REFERENCES contacts (account, id) ON DELETE CASCADE
);
CREATE INDEX contact_addresses_by_contact ON contact_addresses (account, contact);
SELECT protect_table('contact_addresses');

-- One contact a visitor who has conversations. Browsers that are verified as one customer and no other
-- are of one contact.
CREATE TEMPORARY TABLE owner_of_visitor ON COMMIT DROP AS
SELECT talk.account, talk.visitor, known.customer, min(talk.started_at) AS first_seen,
  'p_' || left(md5(coalesce('customer ' || known.customer, 'visitor ' || talk.visitor)), 20) AS contact,
  coalesce((array_agg(talk.visitor_name ORDER BY talk.started_at DESC)
    FILTER (WHERE talk.visitor_name <> ''))[1], '') AS name,
  max(talk.started_at) AS last_seen
FROM conversations AS talk
  LEFT JOIN LATERAL (
    SELECT min(user_id) AS customer FROM customers
    WHERE customers.account = talk.account AND customers.visitor = talk.visitor
    HAVING count(*) = 1
  ) AS known ON true
GROUP BY talk.account, talk.visitor, known.customer;

INSERT INTO contacts (account, id, name, created_at)
SELECT account, contact,
  coalesce((array_agg(name ORDER BY last_seen DESC) FILTER (WHERE name <> ''))[1], ''), min(first_seen)
FROM owner_of_visitor GROUP BY account, contact;
INSERT INTO contact_addresses (account, channel, address, contact, verified, first_seen)
SELECT account, 'web', visitor, contact, customer IS NOT NULL, first_seen FROM owner_of_visitor
UNION ALL
SELECT account, 'customer', customer, contact, true, min(first_seen) FROM owner_of_visitor
WHERE customer IS NOT NULL GROUP BY account, customer, contact;

ALTER TABLE conversations
  ADD COLUMN channel text NOT NULL DEFAULT 'web',
  ADD COLUMN contact text,
  ADD COLUMN address text;
UPDATE conversations AS talk SET contact = owner.contact, address = talk.visitor
FROM owner_of_visitor AS owner
WHERE owner.account = talk.account AND owner.visitor = talk.visitor;
ALTER TABLE conversations
  ALTER COLUMN channel DROP DEFAULT,
  ALTER COLUMN contact SET NOT NULL,
  ALTER COLUMN address SET NOT NULL,
  ALTER COLUMN site DROP NOT NULL,
  ALTER COLUMN visitor DROP NOT NULL,
  ADD FOREIGN KEY (account, contact) REFERENCES contacts (account, id),
  -- One that rests waits for its contact, and takes no place of its agent's room.
  DROP CONSTRAINT conversations_status_check,
  ADD CHECK (status IN ('waiting', 'active', 'resting', 'wrap-up', 'ended', 'message'));
DROP INDEX conversations_by_visitor;
CREATE INDEX conversations_by_contact ON conversations (account, contact, started_at DESC, id DESC);
CREATE INDEX conversations_by_address
  ON conversations (account, channel, address, started_at DESC, id DESC);

-- A request to begin is one of an address.
ALTER TABLE conversation_requests DROP CONSTRAINT conversation_requests_pkey;
ALTER TABLE conversation_requests RENAME COLUMN visitor TO address;
ALTER TABLE conversation_requests ADD COLUMN channel text NOT NULL DEFAULT 'web';
ALTER TABLE conversation_requests
  ALTER COLUMN channel DROP DEFAULT,
  ADD PRIMARY KEY (account, channel, address, request);

ALTER TABLE blocked_visitors RENAME TO blocked_addresses;
ALTER TABLE blocked_addresses DROP CONSTRAINT blocked_visitors_pkey;
ALTER TABLE blocked_addresses RENAME COLUMN visitor TO address;
ALTER TABLE blocked_addresses ADD COLUMN channel text NOT NULL DEFAULT 'web';
ALTER TABLE blocked_addresses
  ALTER COLUMN channel DROP DEFAULT,
  ADD PRIMARY KEY (account, channel, address);

-- An agent may send what was said to somebody who is no visitor.
ALTER TABLE transcripts ALTER COLUMN visitor DROP NOT NULL;

-- Addresses that went from one contact to another, with the conversations at them, so that it can be undone.
CREATE TABLE contact_moves (
  account text NOT NULL,
  id text NOT NULL,
  from_contact text NOT NULL,
  to_contact text NOT NULL,
  -- By the hand of an agent, or because they are verified as one customer.
  why text NOT NULL CHECK (why IN ('merged', 'separated', 'verified')),
  -- Every address that moved: [{"channel": …, "address": …}].
  moved jsonb NOT NULL,
  -- Null: nobody did, they were verified.
  moved_by text,
  moved_at timestamptz NOT NULL,
  undone_by text,
  undone_at timestamptz,
  PRIMARY KEY (account, id),
  FOREIGN KEY (account, from_contact) REFERENCES contacts (account, id) ON DELETE CASCADE,
  FOREIGN KEY (account, to_contact) REFERENCES contacts (account, id) ON DELETE CASCADE
);
CREATE INDEX contact_moves_from ON contact_moves (account, from_contact);
CREATE INDEX contact_moves_to ON contact_moves (account, to_contact);
SELECT protect_table('contact_moves');
