-- Files of contacts: those that are imported, in pieces, with how far each is, and those that are exported.
-- How far it is and what was done are stored in one transaction, so that a job goes on where it was.
CREATE TABLE contact_imports (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id text NOT NULL,
  name text NOT NULL,
  state text NOT NULL CHECK (state IN ('uploaded', 'rehearsing', 'rehearsed', 'running', 'done', 'failed')),
  delimiter text NOT NULL,
  header jsonb NOT NULL,
  sample jsonb NOT NULL,
  plan jsonb,
  -- Rows without the header.
  rows integer NOT NULL,
  done integer NOT NULL DEFAULT 0,
  created integer NOT NULL DEFAULT 0,
  changed integer NOT NULL DEFAULT 0,
  skipped integer NOT NULL DEFAULT 0,
  refused integer NOT NULL DEFAULT 0,
  -- One more each time that it is begun.
  round integer NOT NULL DEFAULT 0,
  made_by text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account, id)
);
CREATE INDEX contact_imports_listed ON contact_imports (account, created_at DESC, id DESC);
SELECT protect_table('contact_imports');

CREATE TABLE contact_import_pieces (
  account text NOT NULL,
  import text NOT NULL,
  number integer NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (account, import, number),
  FOREIGN KEY (account, import) REFERENCES contact_imports (account, id) ON DELETE CASCADE
);
SELECT protect_table('contact_import_pieces');

-- Rows that were refused, with their cells, for the file of errors.
CREATE TABLE contact_import_errors (
  account text NOT NULL,
  import text NOT NULL,
  row integer NOT NULL,
  reason text NOT NULL,
  -- The column at fault. Empty: the row as a whole.
  at text NOT NULL,
  cells jsonb NOT NULL,
  PRIMARY KEY (account, import, row),
  FOREIGN KEY (account, import) REFERENCES contact_imports (account, id) ON DELETE CASCADE
);
SELECT protect_table('contact_import_errors');

-- Addresses that the file has had, so that a second row with one is refused.
CREATE TABLE contact_import_addresses (
  account text NOT NULL,
  import text NOT NULL,
  channel text NOT NULL,
  address text NOT NULL,
  PRIMARY KEY (account, import, channel, address),
  FOREIGN KEY (account, import) REFERENCES contact_imports (account, id) ON DELETE CASCADE
);
SELECT protect_table('contact_import_addresses');

CREATE TABLE contact_exports (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id text NOT NULL,
  state text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  filter jsonb NOT NULL,
  -- After whom the next piece begins. Null: from the beginning, or it is done.
  cursor text,
  pieces integer NOT NULL DEFAULT 0,
  contacts integer NOT NULL DEFAULT 0,
  made_by text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account, id)
);
CREATE INDEX contact_exports_listed ON contact_exports (account, created_at DESC, id DESC);
SELECT protect_table('contact_exports');

CREATE TABLE contact_export_pieces (
  account text NOT NULL,
  export text NOT NULL,
  number integer NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (account, export, number),
  FOREIGN KEY (account, export) REFERENCES contact_exports (account, id) ON DELETE CASCADE
);
SELECT protect_table('contact_export_pieces');
