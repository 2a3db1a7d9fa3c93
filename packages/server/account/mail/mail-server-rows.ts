// Rows of an account's own mail server, inside a transaction of the account. They contain only the
// encrypted password. It checks nothing.
import type { Sql } from '@opportune/core/ports/records.ts';
import type { AccountId, UserId } from '@opportune/protocol/ids.ts';
import { type MailServer, mailLimits, OwnMailServer } from '@opportune/protocol/rest/mail.ts';

export interface StoredServer {
  readonly settings: OwnMailServer;
  readonly sealed: string | null;
  readonly passwordAt: number | null;
}

/** Null if mail is sent through the installation's server. */
export async function readServer(sql: Sql): Promise<StoredServer | null> {
  const row = await sql.row<{
    settings: unknown;
    sealed_password: string | null;
    password_at: Date | null;
  }>('SELECT settings, sealed_password, password_at FROM mail_servers');
  if (row === undefined) return null;
  return {
    settings: OwnMailServer.parse(row.settings),
    sealed: row.sealed_password,
    passwordAt: row.password_at?.getTime() ?? null,
  };
}

/** Newest first. */
export async function readServerChanges(sql: Sql): Promise<MailServer['changes']> {
  const rows = await sql.rows<{ settings: unknown; changed_by: string; changed_at: Date }>(
    `SELECT settings, coalesce(users.name, changed_by) AS changed_by, changed_at
     FROM mail_server_changes LEFT JOIN users
       ON users.account = mail_server_changes.account AND users.id = changed_by
     ORDER BY number DESC LIMIT $1`,
    [mailLimits.changes],
  );
  return rows.map((row) => ({
    at: row.changed_at.getTime(),
    by: row.changed_by,
    server: OwnMailServer.nullable().parse(row.settings),
  }));
}

export async function writeServer(
  sql: Sql,
  account: AccountId,
  change: { readonly server: StoredServer | null; readonly by: UserId; readonly at: number },
): Promise<void> {
  const { server, by, at } = change;
  const settings = server === null ? null : JSON.stringify(server.settings);
  await sql.run('DELETE FROM mail_servers');
  if (server !== null) await insertServer(sql, account, server);
  await sql.run(
    `INSERT INTO mail_server_changes (account, number, settings, changed_by, changed_at)
     SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4 FROM mail_server_changes`,
    [account, settings, by, new Date(at)],
  );
}

async function insertServer(
  sql: Sql,
  account: AccountId,
  { settings, sealed, passwordAt }: StoredServer,
): Promise<void> {
  const at = passwordAt === null ? null : new Date(passwordAt);
  await sql.run(
    'INSERT INTO mail_servers (account, settings, sealed_password, password_at) VALUES ($1, $2, $3, $4)',
    [account, JSON.stringify(settings), sealed, at],
  );
}
