// Unusable engines of the operator, each refused in one sentence. PostgreSQL is the embedded one,
// with an owner who is no superuser. A few lines that respond alike play servers that are too old
// or not databases at all.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { type DataFolder, takeDataFolder } from '../data-folder/data-folder.ts';
import { openEngines } from '../engines.ts';
import { testDataFolder, testLog } from '../engines.test-support.ts';
import { type EmbeddedPostgres, embeddedPostgres } from '../records/postgres-embedded.ts';

const folder = testDataFolder();
const servers: Server[] = [];
let data: DataFolder;
let postgres: EmbeddedPostgres;

before(async () => {
  data = takeDataFolder(folder.path);
  postgres = embeddedPostgres(data, testLog());
  await postgres.own();
  await asSuperuser(
    "CREATE ROLE shop LOGIN CREATEROLE PASSWORD 'right'",
    "CREATE ROLE plain LOGIN PASSWORD 'right'",
    'CREATE DATABASE shop OWNER shop',
    "CREATE DATABASE latin OWNER shop ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0",
  );
});

after(async () => {
  for (const server of servers) server.close();
  await postgres.close();
  data.release();
  folder.remove();
});

async function asSuperuser(...statements: readonly string[]): Promise<void> {
  const { host, user, password } = postgres;
  await ask({ host, user, password, database: 'postgres' }, statements);
}

async function ask(connection: pg.ClientConfig, statements: readonly string[]): Promise<unknown[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const rows = [];
    for (const statement of statements) rows.push(...(await client.query(statement)).rows);
    return rows;
  } finally {
    await client.end();
  }
}

function databaseUrl(user = 'shop', password = 'right', database = 'shop'): string {
  return `postgres://${user}:${password}@localhost/${database}?host=${encodeURIComponent(postgres.host)}`;
}

async function portOf(server: Server): Promise<number> {
  servers.push(server);
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function closedPort(): Promise<number> {
  const server = createServer();
  const port = await portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Reports its version like PostgreSQL and knows nothing else. */
function oldPostgres(version: string): Promise<number> {
  const server = createServer((socket: Socket) => {
    let begun = false;
    socket.on('error', () => socket.destroy());
    socket.on('data', () => {
      const ready = message('Z', Buffer.from('I'));
      if (begun) socket.write(Buffer.concat([...answerOf(version), ready]));
      else socket.write(Buffer.concat([message('R', Buffer.alloc(4)), ready]));
      begun = true;
    });
  });
  return portOf(server);
}

function answerOf(value: string): readonly Buffer[] {
  const field = Buffer.concat([
    Buffer.from([0, 1]),
    Buffer.from('server_version\0'),
    Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 25, 255, 255, 255, 255, 255, 255, 0, 0]),
  ]);
  const row = Buffer.concat([Buffer.from([0, 1, 0, 0, 0, value.length]), Buffer.from(value)]);
  return [message('T', field), message('D', row), message('C', Buffer.from('SHOW\0'))];
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** Answers every query of ClickHouse over HTTP alike, or by its text. */
async function clickhouse(
  answer: (query: string) => string,
  status = 200,
  headers: Record<string, string> = {},
): Promise<string> {
  const server = createHttpServer((request, response) => {
    let query = '';
    request.on('data', (chunk: Buffer) => (query += chunk.toString()));
    request.on('end', () => response.writeHead(status, headers).end(answer(query)));
  });
  return `http://shop:secret@127.0.0.1:${await portOf(server)}/shop`;
}

const current = (query: string): string => (query.includes('version()') ? '26.7.3.1\n' : '0\n');

async function refused(
  given: {
    readonly databaseUrl: string;
    readonly clickhouseUrl: string;
    readonly databaseAppPassword?: string;
  },
  sentence: RegExp,
): Promise<void> {
  const dataFolder = path.join(folder.path, 'never');
  await assert.rejects(openEngines({ dataFolder, ...given }, testLog()), (error: Error) => {
    assert.equal('code' in error && error.code, 'start.engine_unusable');
    assert.match(error.message, sentence);
    assert.doesNotMatch(error.message, /right|secret|\n/);
    return true;
  });
  assert.ok(!existsSync(dataFolder), 'nothing was made');
}

describe('[OP3] a PostgreSQL of one’s own is refused in one sentence that names the option', () => {
  const cases: readonly [string, () => Promise<string> | string, RegExp][] = [
    [
      'nobody listens',
      async () => `postgres://shop:right@127.0.0.1:${await closedPort()}/shop`,
      /^OPPORTUNE_DATABASE_URL: 127\.0\.0\.1:\d+ refuses connections \(ECONNREFUSED\)\.$/,
    ],
    [
      'the host has no name',
      () => 'postgres://shop:right@nowhere.invalid/shop',
      /^OPPORTUNE_DATABASE_URL: nowhere\.invalid:5432 (is not a host that is known|cannot be looked up now) \(/,
    ],
    [
      'the password is wrong',
      () => databaseUrl('shop', 'wrong'),
      /^OPPORTUNE_DATABASE_URL: PostgreSQL at .* refuses: password authentication failed for user "shop"\.$/,
    ],
    [
      'there is no such database',
      () => databaseUrl('shop', 'right', 'other'),
      /^OPPORTUNE_DATABASE_URL: PostgreSQL at .* refuses: database "other" does not exist\.$/,
    ],
    [
      'it is a web server',
      async () => `postgres://shop:right@${new URL(await clickhouse(current)).host}/shop`,
      /^OPPORTUNE_DATABASE_URL: what answers at 127\.0\.0\.1:\d+ is not PostgreSQL/,
    ],
    [
      'it is too old',
      async () =>
        `postgres://shop:right@127.0.0.1:${await oldPostgres('14.20 (Debian 14.20-1)')}/shop`,
      /^OPPORTUNE_DATABASE_URL: PostgreSQL 14\.20 at 127\.0\.0\.1:\d+ is too old, 15 is the least\.$/,
    ],
    [
      'its user may not create roles',
      () => databaseUrl('plain'),
      /^OPPORTUNE_DATABASE_URL: the user plain may not create roles; .*OPPORTUNE_DATABASE_APP_PASSWORD\.$/,
    ],
    [
      'its database is not Unicode',
      () => databaseUrl('shop', 'right', 'latin'),
      /^OPPORTUNE_DATABASE_URL: the database at .* is LATIN1 and not UTF8\.$/,
    ],
  ];
  for (const [what, url, sentence] of cases)
    it(`where ${what}`, async () => {
      const clickhouseUrl = await clickhouse(current);
      await refused({ databaseUrl: await url(), clickhouseUrl }, sentence);
    });

  it('where the app role does not exist whose password was given', async () => {
    const given = { databaseUrl: databaseUrl(), clickhouseUrl: await clickhouse(current) };
    await refused(
      { ...given, databaseAppPassword: 'right' },
      /^OPPORTUNE_DATABASE_APP_PASSWORD: the role opportune_app does not exist\.$/,
    );
  });
});

describe('[OP3] a ClickHouse of one’s own is refused likewise, before PostgreSQL is changed', () => {
  const cases: readonly [string, () => Promise<string>, RegExp][] = [
    [
      'nobody listens',
      async () => `http://shop:secret@127.0.0.1:${await closedPort()}/shop`,
      /^OPPORTUNE_CLICKHOUSE_URL: 127\.0\.0\.1:\d+ refuses connections \(ECONNREFUSED\)\.$/,
    ],
    [
      'it is too old',
      () => clickhouse(() => '24.8.4.13\n'),
      /^OPPORTUNE_CLICKHOUSE_URL: ClickHouse 24\.8\.4\.13 at 127\.0\.0\.1:\d+ is too old, 25\.8 is the least\.$/,
    ],
    [
      'the password is wrong',
      () =>
        clickhouse(
          () =>
            'Code: 516. DB::Exception: shop: Authentication failed: password is incorrect. If you use it, look. (AUTHENTICATION_FAILED) (version 26.7.3.1)',
          403,
        ),
      /^OPPORTUNE_CLICKHOUSE_URL: ClickHouse at 127\.0\.0\.1:\d+ refuses: shop: Authentication failed: password is incorrect\.$/,
    ],
    [
      'an old one refuses',
      () =>
        clickhouse(
          () =>
            'Code: 193, e.displayText() = DB::Exception: Wrong password for user shop, e.what() = DB::Exception',
          500,
        ),
      /^OPPORTUNE_CLICKHOUSE_URL: ClickHouse at 127\.0\.0\.1:\d+ refuses: .*Wrong password for user shop/,
    ],
    [
      'it is a web server',
      () => clickhouse(() => '<!doctype html>\n<title>Welcome</title>'),
      /^OPPORTUNE_CLICKHOUSE_URL: what answers at 127\.0\.0\.1:\d+ is not ClickHouse\.$/,
    ],
    [
      'its page is not found',
      () => clickhouse(() => '<!doctype html>\n<title>Not found</title>', 404),
      /^OPPORTUNE_CLICKHOUSE_URL: what answers at 127\.0\.0\.1:\d+ is not ClickHouse \(/,
    ],
    [
      'its user may only read',
      () => clickhouse((query) => (query.includes('version()') ? '25.8.1.1\n' : '1\n')),
      /^OPPORTUNE_CLICKHOUSE_URL: ClickHouse 25\.8\.1\.1 at 127\.0\.0\.1:\d+ lets this user read only\.$/,
    ],
  ];
  for (const [what, url, sentence] of cases)
    it(`where ${what}`, async () => {
      await refused({ databaseUrl: databaseUrl(), clickhouseUrl: await url() }, sentence);
      const { host } = postgres;
      const shop = { host, user: 'shop', password: 'right', database: 'shop' };
      const made = `SELECT nspname AS made FROM pg_namespace WHERE nspname LIKE 'opportune%'
        UNION ALL SELECT rolname FROM pg_roles WHERE rolname = 'opportune_app'`;
      assert.deepEqual(await ask(shop, [made]), []);
    });
});

it('[OP3] an engine that takes a connection and says nothing is refused in ten seconds', async () => {
  const silent = createServer((socket) => void socket.on('error', () => {}));
  const port = await portOf(silent);
  const clickhouseUrl = await clickhouse(current);
  await Promise.all([
    refused(
      { databaseUrl: `postgres://shop:right@127.0.0.1:${port}/shop`, clickhouseUrl },
      /^OPPORTUNE_DATABASE_URL: 127\.0\.0\.1:\d+ does not answer within 10 s\.$/,
    ),
    refused(
      { databaseUrl: databaseUrl(), clickhouseUrl: `http://127.0.0.1:${port}` },
      /^OPPORTUNE_CLICKHOUSE_URL: 127\.0\.0\.1:\d+ does not answer within 10 s\.$/,
    ),
  ]);
});
