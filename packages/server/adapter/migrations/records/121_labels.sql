-- What agents say of conversations: tags, a disposition and fields of the account's own lists. An entry
-- taken off its list has no place; conversations keep it, and show it again when it is back.

CREATE TABLE label_lists (
  account text PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  disposition_required boolean NOT NULL
);
SELECT protect_table('label_lists');

CREATE TABLE labels (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('tag', 'disposition', 'field')),
  name text NOT NULL,
  place integer,
  -- What a field holds.
  holds jsonb,
  PRIMARY KEY (account, id),
  CHECK ((kind = 'field') = (holds IS NOT NULL))
);
CREATE INDEX labels_by_kind ON labels (account, kind, place);
SELECT protect_table('labels');

-- One row a tag, the disposition or a field that a conversation has.
CREATE TABLE conversation_labels (
  account text NOT NULL,
  conversation text NOT NULL,
  label text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('tag', 'disposition', 'field')),
  -- What a field holds; else null.
  value jsonb,
  labelled_by text NOT NULL,
  labelled_at timestamptz NOT NULL,
  PRIMARY KEY (account, conversation, label),
  FOREIGN KEY (account, conversation) REFERENCES conversations (account, id) ON DELETE CASCADE,
  FOREIGN KEY (account, label) REFERENCES labels (account, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX conversation_labels_one_disposition ON conversation_labels (account, conversation)
  WHERE kind = 'disposition';
CREATE INDEX conversation_labels_by_label ON conversation_labels (account, label, conversation);
SELECT protect_table('conversation_labels');
