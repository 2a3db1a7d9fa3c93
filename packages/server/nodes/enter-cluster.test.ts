// What nodes of a cluster share, and what is refused because it would split the data.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import pg from 'pg';
import {
  ownRecords,
  testDataFolder,
  type TestFolder,
  testLog,
} from '../adapter/engines.test-support.ts';
import { until } from '../adapter/process/processes.test-support.ts';
import { refuseCluster } from '../adapter/own-engines/refuse-cluster.ts';
import { type Config, readCommandLine } from '../config.ts';
import { enterCluster } from './enter-cluster.ts';
import type { Entering } from './take-turn.ts';

const files = ['operator-token', 'visitor-token-key', 'sign-in-key', 'postgres-app'];
let database: Awaited<ReturnType<typeof ownRecords>>;
before(async () => {
  database = await ownRecords();
});
after(() => database.close());

function configOf(
  folder: TestFolder,
  sealingKey: string,
  names = '4',
  host = database.owner.host ?? '',
): Config {
  const { owner } = database;
  const at = `${owner.user}:${encodeURIComponent(String(owner.password))}@localhost`;
  const command = readCommandLine(['--data', folder.path], {
    OPPORTUNE_NATS_URL: 'nats://127.0.0.1',
    OPPORTUNE_DATABASE_URL: `postgres://${at}/${owner.database}?host=${encodeURIComponent(host)}`,
    OPPORTUNE_CLICKHOUSE_URL: 'http://127.0.0.1:1/facts',
    OPPORTUNE_ATTACHMENTS_URL: 'http://127.0.0.1:1/files',
    OPPORTUNE_ATTACHMENTS_KEY_ID: 'id',
    OPPORTUNE_ATTACHMENTS_SECRET: 'secret',
    OPPORTUNE_SEALING_KEY: sealingKey,
    OPPORTUNE_CLUSTER_HOST: '127.0.0.1',
    OPPORTUNE_CLUSTER_NAMES: names,
  });
  assert.ok(command.type === 'start');
  return command.config;
}

function folderFor(t: TestContext): TestFolder {
  const folder = testDataFolder();
  t.after(() => folder.remove());
  return folder;
}

const told: string[] = [];
const log = { ...testLog(), info: (text: string) => void told.push(text) };
const neither = { log, stop: new AbortController().signal, lost() {} };

function enter(config: Config, entering: Partial<Entering> = {}) {
  assert.ok(config.node !== undefined);
  return enterCluster(config, config.node, { ...neither, ...entering });
}

function secretsIn({ path: folder }: TestFolder): readonly string[] {
  return files.map((file) => readFileSync(path.join(folder, 'secrets', file), 'utf8'));
}

test('[CL16.5] nodes enter one after the other, and have the same secrets, names and id', async (t) => {
  await refuseCluster(database.owner);
  const [key, later] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')];
  const [first, second, third, former] = [0, 1, 2, 3].map(() => folderFor(t));
  assert.ok(first && second && third && former);
  const one = await enter(configOf(first, key));
  const [operator = ''] = secretsIn(first);
  let isEntered = false;
  const entering = enter(configOf(second, key, '9')).finally(() => (isEntered = true));
  const waits = 'SELECT FROM pg_stat_activity WHERE wait_event = $1';
  const watcher = new pg.Client(database.owner);
  await watcher.connect();
  while ((await watcher.query(waits, ['advisory'])).rowCount === 0) assert.equal(isEntered, false);
  assert.deepEqual(told, ['another node is starting, and this one waits for it']);
  await one.started();
  const other = await entering;
  await other.started();
  assert.deepEqual(other.cluster, one.cluster);
  assert.deepEqual(one.cluster.names, ['1', '2', '3', '4']);
  assert.deepEqual(secretsIn(second), secretsIn(first));

  // Only under the sealing key, and sealed anew under a newer one.
  const { rows } = await watcher.query('SELECT sealed FROM opportune_private.cluster');
  assert.ok(!JSON.stringify(rows).includes(operator) && operator.length > 40);
  await assert.rejects(enter(configOf(third, later)), { code: 'start.option_invalid' });
  await (await enter(configOf(third, `${later},${key}`))).started();
  await (await enter(configOf(third, later))).started();
  assert.deepEqual(secretsIn(third), secretsIn(first));

  // The role of the server reads nothing of it.
  const app = new pg.Client(database.app);
  await app.connect();
  await assert.rejects(app.query('SELECT sealed FROM opportune_private.cluster'), {
    code: '42501',
  });
  await app.end();
  await watcher.end();
});

test('[CL16.1] [CL16.5] a former data folder, and a server by itself on this database, are refused', async (t) => {
  const folder = folderFor(t);
  const key = randomBytes(32).toString('hex');
  const own = new pg.Client(database.owner);
  await own.connect();
  await own.query('DROP TABLE IF EXISTS opportune_private.cluster');
  // What served alone until now becomes the first node.
  const former = folderFor(t);
  await (await enter(configOf(former, key))).started();
  const kept = secretsIn(former);
  await own.query('DROP TABLE opportune_private.cluster');
  await (await enter(configOf(former, key))).started();
  assert.deepEqual(secretsIn(former), kept);

  await (await enter(configOf(folder, key))).started();
  const token = path.join(folder.path, 'secrets', 'operator-token');
  writeFileSync(token, 'of another installation');
  await assert.rejects(enter(configOf(folder, key)), {
    code: 'start.split_data',
    message: /operator-token differs/,
  });
  assert.equal(readFileSync(token, 'utf8'), 'of another installation');
  await assert.rejects(refuseCluster(database.owner), {
    code: 'start.split_data',
    message: /OPPORTUNE_NATS_URL is not set/,
  });
  await own.end();
});

test('[CL16.8] a node that stands still while it starts loses its turn, and learns that', async (t) => {
  const key = randomBytes(32).toString('hex');
  const own = new pg.Client(database.owner);
  await own.connect();
  await own.query('DROP TABLE IF EXISTS opportune_private.cluster');
  const [still, next, stopped] = [0, 1, 2].map(() => folderFor(t));
  assert.ok(still && next && stopped);
  let lost = 0;
  await enter(configOf(still, key), { silentMs: 3000, lost: () => void (lost += 1) });
  // As long as it lives, it keeps its turn.
  const stop = new AbortController();
  const waiting = enter(configOf(stopped, key), { stop: stop.signal });
  setTimeout(() => stop.abort(), 5000);
  await assert.rejects(waiting);
  assert.equal(lost, 0);
  // The whole process stands still, as if a signal had stopped it.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5000);
  await (await enter(configOf(next, key))).started();
  await until('it has learnt that', () => lost === 1);
  await own.end();
});

test('[CL16.8] a pooler between a node and PostgreSQL is refused', async (t) => {
  const folder = folderFor(t);
  const { path: at } = folder;
  const pooler = createServer((client) => {
    const server = connect(path.join(database.owner.host ?? '', '.s.PGSQL.5432'));
    client.pipe(server);
    for (const socket of [client, server]) socket.on('error', () => socket.destroy());
    server.on('close', () => client.destroy());
    client.on('close', () => server.destroy());
    server.on('data', (chunk: Buffer) => {
      // It has its own keys by which queries are cancelled (BackendKeyData).
      const key = chunk.indexOf(Buffer.from([0x4b, 0, 0, 0, 12]));
      if (key >= 0) chunk.writeInt32BE(chunk.readInt32BE(key + 5) ^ 1, key + 5);
      client.write(chunk);
    });
  });
  pooler.listen(path.join(at, '.s.PGSQL.5432'));
  await once(pooler, 'listening');
  t.after(() => pooler.close());
  await assert.rejects(enter(configOf(folder, randomBytes(32).toString('hex'), '4', at)), {
    code: 'start.engine_unusable',
    message: /without a pooler/,
  });
});

test('[CL16.1] a cluster does not begin beside a server by itself on the same database', async (t) => {
  const key = randomBytes(32).toString('hex');
  const own = new pg.Client(database.owner);
  await own.connect();
  await own.query('DROP TABLE IF EXISTS opportune_private.cluster');
  const server = new pg.Client(database.app);
  await server.connect();
  const refused = enter(configOf(folderFor(t), key));
  await assert.rejects(refused, { code: 'start.split_data', message: /Stop it before/ });
  await server.end();
  await (await enter(configOf(folderFor(t), key))).started();
  // Other nodes do not matter.
  const node = new pg.Client(database.app);
  await node.connect();
  await (await enter(configOf(folderFor(t), key))).started();
  await node.end();
  await own.end();
});
