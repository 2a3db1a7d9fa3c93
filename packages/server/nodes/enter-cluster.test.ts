// What nodes of a cluster share, and what is refused because it would split the data.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import pg from 'pg';
import { ownRecords, testDataFolder, type TestFolder } from '../adapter/engines.test-support.ts';
import { refuseCluster } from '../adapter/own-engines/refuse-cluster.ts';
import { type Config, readCommandLine } from '../config.ts';
import { enterCluster } from './enter-cluster.ts';

const files = ['operator-token', 'visitor-token-key', 'sign-in-key', 'postgres-app'];
let database: Awaited<ReturnType<typeof ownRecords>>;
before(async () => {
  database = await ownRecords();
});
after(() => database.close());

function configOf(folder: TestFolder, sealingKey: string, names = '4'): Config {
  const { owner } = database;
  const at = `${owner.user}:${encodeURIComponent(String(owner.password))}@localhost`;
  const command = readCommandLine(['--data', folder.path], {
    OPPORTUNE_NATS_URL: 'nats://127.0.0.1',
    OPPORTUNE_DATABASE_URL: `postgres://${at}/${owner.database}?host=${encodeURIComponent(owner.host ?? '')}`,
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

function enter(config: Config) {
  assert.ok(config.node !== undefined);
  return enterCluster(config, config.node);
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
