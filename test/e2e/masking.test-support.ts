// A server in this process with a readable log, for tests of what must be written nowhere. It can
// list everything that it leaves behind: each table of records and facts, the files of PostgreSQL
// and of conversations, and the log.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { factTables } from '@opportune/core/ports/facts.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { testDataFolder, testLog } from '@opportune/server/adapter/engines.test-support.ts';
import { openEngines } from '@opportune/server/adapter/engines.ts';
import { openJsonLog } from '@opportune/server/adapter/log-json.ts';
import { readCommandLine } from '@opportune/server/config.ts';
import { startServer } from '@opportune/server/server.ts';
import { administrator } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

/** Texts by the place where they were found. */
export type LeftBehind = ReadonlyMap<string, string>;

export interface LoggedProduct extends Product {
  /** Stops the server and reads everything that it left. */
  leave(): Promise<LeftBehind>;
}

export async function startLogged(): Promise<LoggedProduct> {
  const folder = testDataFolder();
  const lines: string[] = [];
  const command = readCommandLine(['--port', '0', '--demo-port', '0', '--data', folder.path], {
    OPPORTUNE_ADMIN_EMAIL: administrator.email,
    OPPORTUNE_ADMIN_PASSWORD: administrator.password,
  });
  if (command.type !== 'start') throw new Error('these arguments start a server');
  const server = await startServer(
    command.config,
    openJsonLog('info', (line) => void lines.push(line)),
  );
  let running = true;
  const stop = async (): Promise<void> => {
    if (running) await server.close();
    running = false;
  };
  const request = async <Answer>(
    token: string | null,
    method: string,
    at: string,
    body?: unknown,
  ): Promise<Answer> => {
    const response = await fetch(`${server.url}/api/v1${at}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${at}: ${response.status} ${text}`);
    return JSON.parse(text) as Answer;
  };
  const { token } = await request<{ token: string }>(null, 'POST', '/session', administrator);
  await request(token, 'PUT', '/my-name', { name: 'Administrator' });
  await request(token, 'PATCH', '/account', { typingPreview: true });
  return {
    url: server.url,
    shopUrl: server.shopUrl ?? '',
    pid: process.pid,
    token,
    call: (method, at, body) => request(token, method, at, body),
    async leave() {
      await stop();
      const found = await readAll(folder.path);
      return new Map([...found, ['the log', lines.join('')]]);
    },
    async close() {
      await stop();
      folder.remove();
    },
  };
}

async function readAll(dataFolder: string): Promise<LeftBehind> {
  const found = new Map<string, string>();
  for (const file of filesOf(path.join(dataFolder, 'postgres')))
    found.set(file, readFileSync(file).toString('utf8'));
  for (const file of filesOf(path.join(dataFolder, 'attachments')))
    found.set(`attachment ${path.basename(file)}`, readFileSync(file).toString('utf8'));
  const engines = await openEngines({ dataFolder }, testLog());
  try {
    const accounts = await engines.records.withoutAccount((sql) =>
      sql.rows<{ account: string }>('SELECT account FROM list_accounts()'),
    );
    for (const { account } of accounts) {
      const id = AccountId.parse(account);
      await engines.records.withAccount(id, async (sql) => {
        const tables = await sql.rows<{ name: string }>(
          `SELECT name FROM (SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
             WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
               AND has_schema_privilege(schemaname, 'USAGE')) AS all_tables
           WHERE has_table_privilege(name, 'SELECT')`,
        );
        for (const { name } of tables) {
          const rows = await sql.rows<{ row: string }>(`SELECT t::text AS row FROM ${name} AS t`);
          found.set(`table ${name.split('.').at(-1)}`, rows.map(({ row }) => row).join('\n'));
        }
      });
      for (const table of factTables) {
        const rows = await engines.facts.query(id, `SELECT * FROM $${table}`);
        found.set(`facts ${table}`, JSON.stringify(rows));
      }
    }
  } finally {
    await engines.close();
  }
  return found;
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}
