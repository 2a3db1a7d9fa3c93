-- Mailboxes that are watched over IMAP: how far each folder was fetched, and which process watches.
CREATE TABLE mailbox_folders (
  account text NOT NULL,
  channel text NOT NULL,
  folder text NOT NULL,
  -- UIDVALIDITY, and the last UID.
  epoch text NOT NULL,
  number bigint NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (account, channel, folder),
  FOREIGN KEY (account, channel) REFERENCES channels (account, id) ON DELETE CASCADE
);
SELECT protect_table('mailbox_folders');

CREATE TABLE mailbox_leases (
  account text NOT NULL,
  channel text NOT NULL,
  holder text NOT NULL,
  until timestamptz NOT NULL,
  PRIMARY KEY (account, channel),
  FOREIGN KEY (account, channel) REFERENCES channels (account, id) ON DELETE CASCADE
);
SELECT protect_table('mailbox_leases');

CREATE INDEX channels_by_imap ON channels (account, id) WHERE kind = 'email' AND settings ? 'imap';

-- Leases mailboxes that nobody else watches, and those that this process watches already.
CREATE FUNCTION watch_mailboxes(watcher text, now_at timestamptz, till timestamptz, most integer)
  RETURNS TABLE (account text, channel text, revision integer)
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH free AS (
    SELECT c.account, c.id, c.revision
    FROM channels c LEFT JOIN mailbox_leases l ON l.account = c.account AND l.channel = c.id
    WHERE c.kind = 'email' AND c.settings ? 'imap' AND c.state <> 'reconnect'
      AND (l.holder IS NULL OR l.holder = watcher OR l.until < now_at)
    ORDER BY l.holder IS NOT DISTINCT FROM watcher DESC, c.account, c.id
    LIMIT most
  ), taken AS (
    INSERT INTO mailbox_leases AS lease (account, channel, holder, until)
    SELECT free.account, free.id, watcher, till FROM free
    ON CONFLICT (account, channel) DO UPDATE SET holder = excluded.holder, until = excluded.until
      WHERE lease.holder = watcher OR lease.until < now_at
    RETURNING lease.account, lease.channel
  )
  SELECT taken.account, taken.channel, free.revision
  FROM taken JOIN free ON free.account = taken.account AND free.id = taken.channel
$$;
REVOKE EXECUTE ON FUNCTION watch_mailboxes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION watch_mailboxes TO opportune_app;

-- Frees what a process holds, or all processes whose names begin like this.
CREATE FUNCTION free_mailboxes(held_by text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM mailbox_leases WHERE holder ^@ held_by
$$;
REVOKE EXECUTE ON FUNCTION free_mailboxes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION free_mailboxes TO opportune_app;
