// `npm start -- --processes 2` as people use it: two accounts at home in two shards, whose clients arrive
// at either.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  migratedDataFolder,
  type TestFolder,
} from '@opportune/server/adapter/engines.test-support.ts';
import { until } from '@opportune/server/adapter/process/processes.test-support.ts';
import { shardOf } from '@opportune/server/processes/shard-of.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { WebSocket } from 'ws';
import { type Owner, type People, peopleOf } from '../support/people.test-support.ts';
import {
  left,
  pidsOf,
  ready,
  type Started,
  startScript,
} from '../support/started-script.test-support.ts';
import { openStaying, storedMessages } from '../support/staying-product.test-support.ts';
import { beginConversation } from '../support/talking-visitors.test-support.ts';
import { makeVisit } from '../support/visit.test-support.ts';
import { StayingAgent, Waits } from '../support/staying-clients.test-support.ts';
import { wholeRun } from '../support/whole-run.test-support.ts';

const origin = 'https://shop.example';

interface Several extends People {
  readonly folder: TestFolder;
  readonly started: Started;
  readonly url: string;
}

async function several(): Promise<Several> {
  const folder = await migratedDataFolder();
  const started = startScript(argsOf(folder));
  const url = await ready(started);
  const token = readFileSync(path.join(folder.path, 'secrets', 'operator-token'), 'utf8').trim();
  return { folder, started, url, ...peopleOf(() => url, token) };
}

function endSeveral({ folder, started }: Several): void {
  started.child.kill('SIGKILL');
  folder.remove();
}

function argsOf({ path: data }: TestFolder): string[] {
  return ['--data', data, '--port', '0', '--demo-port', 'off', '--processes', '2'];
}

/** The name of the shard in which it is at home. */
function homeOf(account: string): string {
  const first = shardOf({ name: '1', of: 2, sockets: '', secret: '', startsAll: false });
  return first.homes.elsewhere(AccountId.parse(account)) === null ? '1' : '2';
}

/** One at home in each shard. */
async function ownerIn(product: People): Promise<readonly Owner[]> {
  const found = new Map<string, Owner>();
  while (found.size < 2) {
    const owner = await product.newAccount();
    found.set(homeOf(owner.account), owner);
  }
  return [...found.values()];
}

describe('several processes', () => {
  let product: Several;
  before(async () => void (product = await several()));
  after(() => endSeveral(product));

  it(
    '[PR1] serve accounts at home in either, whichever a connection reaches',
    { timeout: 300_000 },
    async () => {
      const { url } = product;
      for (const owner of await ownerIn(product)) {
        // The connections of one account reach both shards in turn.
        for (let time = 0; time < 2; time += 1) {
          const visit = await makeVisit(url, owner);
          const { status, body } = await owner.call('GET', `/conversations/${visit.conversation}`);
          assert.equal(status, 200, JSON.stringify(body));
        }
        await chat(url, owner);
      }
      const ready = await fetch(`${url}/readyz`);
      assert.equal(ready.status, 200);
      const { shards } = (await ready.json()) as { shards: Record<string, { status: string }> };
      assert.deepEqual(Object.keys(shards), ['1', '2']);
      const metrics = await (await fetch(`${url}/metrics`)).text();
      for (const shard of ['1', '2'])
        assert.match(
          metrics,
          new RegExp(`^opportune_visitor_sockets\\{shard="${shard}"\\} \\d+$`, 'm'),
        );
    },
  );

  it(
    '[PR1.6] hand a socket that names its key to the home of its account, and pass on one that does not',
    { timeout: 300_000 },
    async () => {
      const owners = await ownerIn(product);
      const keys = await Promise.all(owners.map(newKey));
      for (const query of [(key: string) => `?key=${key}`, () => '']) {
        const sockets: WebSocket[] = [];
        // The shards take turns. Several of one key in a row, so that some arrive elsewhere.
        for (const key of keys)
          for (let time = 0; time < 4; time += 1)
            sockets.push(await greeted(product.url, query(key), key));
        const here = await figureOf(product.url, 'opportune_visitor_sockets');
        assert.deepEqual(here, { 1: 4, 2: 4 });
        const passed = await passedOn(product.url);
        if (query('') !== '') assert.equal(passed, 0);
        else assert.ok(passed > 0, 'former tags are passed on');
        await endAll(product.url, sockets);
      }
      // An address that names another key than the hello: to the one's home, and once on from there.
      const [one = '', other = ''] = keys;
      const crossed = await greeted(product.url, `?key=${one}`, other);
      assert.deepEqual(await passedOn(product.url), 1);
      await endAll(product.url, [crossed]);
    },
  );

  it(
    '[PR9] replace shard after shard in a restart, visitors of others notice nothing, and a second start takes nothing away',
    { timeout: 300_000 },
    async (t) => {
      const { url, started, folder } = product;
      const [one, other] = await ownerIn(product);
      assert.ok(one && other);
      const before = pidsOf(folder, 'shard.ts');
      const closed: string[] = [];
      for (const owner of [one, other]) {
        const key = await newKey(owner);
        const socket = await greeted(url, `?key=${key}`, key);
        socket.on('close', () => closed.push(homeOf(owner.account)));
      }
      const second = startScript(argsOf(folder));
      t.after(() => second.child.kill('SIGKILL'));
      assert.notEqual(await second.exit, 0);
      assert.match(second.output(), /start\.folder_in_use/);
      const again = () => started.output().split('a shard serves again').length - 1;
      started.child.kill('SIGUSR2');
      await until('the first shard is replaced', () => again() > 0, 120_000);
      const first = [...closed];
      await until(
        'the restart is over',
        () => started.output().includes('The restart is over'),
        120_000,
      );
      assert.deepEqual([first, closed], [['1'], ['1', '2']]);
      await until('there is a spare', () => pidsOf(folder, 'shard.ts').length === 3, 60_000);
      assert.deepEqual(
        pidsOf(folder, 'shard.ts').filter((pid) => before.includes(pid)),
        [],
      );
      assert.equal((await fetch(`${url}/readyz`)).status, 200);
      const key = await newKey(other);
      (await greeted(url, `?key=${key}`, key)).terminate();
    },
  );

  it('[PR3] leave nothing when they end', { timeout: 300_000 }, async () => {
    const { started, folder } = product;
    started.child.kill('SIGTERM');
    assert.equal(await started.exit, 0, started.output());
    await until('nothing is left', () => left(folder, started).length === 0);
  });
});

describe('a shard that is killed', () => {
  it(
    '[PR4] [PR5] is replaced under its name, also if it only hangs, and nothing acknowledged is lost',
    { ...wholeRun, timeout: 300_000 },
    async (t) => {
      const folder = await migratedDataFolder();
      const product = await openStaying(folder, { conversations: 3, processes: 2 });
      t.after(async () => {
        await product.close();
        folder.remove();
      });
      const { started, url, account } = product;
      const pids = () => pidsOf(folder, 'shard.ts');
      const replaced = () => started.output().split('a shard ended').length - 1;
      // The oldest first: the shards, then the spare, which takes the place of the first one killed.
      const rounds = [
        ['SIGKILL', Number(homeOf(account)) - 1],
        ['SIGSTOP', 1],
      ] as const;
      for (const [at, [signal, index]] of rounds.entries()) {
        const before = pids().length;
        for (const each of [...product.visitors, ...product.agents]) each.write();
        process.kill(pids()[index] ?? 0, signal);
        await until('it is replaced', () => replaced() > at, 60_000);
        const everybody = [...product.visitors, ...product.agents];
        await until('all is acknowledged', () => everybody.every((one) => one.settled), 60_000);
        await until('there is a spare again', () => pids().length === before, 60_000);
        assert.equal((await fetch(`${url}/readyz`)).status, 200);
        t.diagnostic(`${signal}: away for ${product.waits.away.map(Math.round).join(', ')} ms`);
        product.waits.clear();
      }
      await product.stop();
      assert.equal(await started.exit, 0, started.output());
      const stored = await storedMessages(folder, product.account);
      for (const { known } of product.visitors)
        for (const [id, sequence] of known)
          assert.equal(stored.find((message) => message.id === id)?.sequence, sequence, id);
    },
  );

  it(
    '[PR6] takes all with it if it is the first process',
    { ...wholeRun, timeout: 300_000 },
    async (t) => {
      const product = await several();
      t.after(() => endSeveral(product));
      const { folder, started } = product;
      const [stopped = 0] = pidsOf(folder, 'shard.ts');
      process.kill(stopped, 'SIGSTOP');
      process.kill(pidsOf(folder, 'main.ts')[0] ?? 0, 'SIGKILL');
      await started.exit;
      await until('nothing is left', () => left(folder, started).length === 0, 60_000);
    },
  );
});

/** A visitor and an agent at a console talk, over sockets that may arrive anywhere. */
async function chat(url: string, owner: Owner): Promise<void> {
  const { body: site } = await owner.call('POST', '/sites', { name: 'Chat', origins: [origin] });
  const waits = new Waits();
  const agents = [0, 1].map(
    (number) => new StayingAgent(url, { token: owner.token, number }, waits),
  );
  try {
    await until('agents are there', () => agents.every(({ here }) => here), 60_000);
    const talks = await Promise.all(
      [0, 1].map(() => beginConversation({ url, key: site.writeKey, origin })),
    );
    for (const [at, talk] of talks.entries()) {
      const id = `said-${owner.account}-${at}`;
      waits.wrote(id);
      talk.post(id, 'Is it blue?');
    }
    await until('agents read it', () => waits.open === 0, 60_000);
    for (const talk of talks) talk.socket.close();
  } finally {
    for (const agent of agents) agent.close();
  }
}

async function newKey(owner: Owner): Promise<string> {
  const { body } = await owner.call('POST', '/sites', { name: 'Placed', origins: [origin] });
  return body.writeKey;
}

/** A visitor's socket that was welcomed. `query` is that of its address. */
async function greeted(url: string, query: string, key: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/socket${query}`, { origin });
  await once(socket, 'open');
  const visitor = `visitor-${randomBytes(6).toString('hex')}`;
  socket.send(
    JSON.stringify({
      ...{ type: 'hello', version: 1, key, visitor, fresh: true, pageView: `view-${visitor}` },
      page: { url: `${origin}/`, path: '/', search: '', title: 'Shop', referrer: '' },
      ...{ language: 'en', timeZone: 'UTC', viewportWidth: 1000 },
    }),
  );
  const [data] = await once(socket, 'message');
  assert.equal(JSON.parse(String(data)).type, 'welcome');
  return socket;
}

async function endAll(url: string, sockets: readonly WebSocket[]): Promise<void> {
  for (const socket of sockets) socket.terminate();
  await until('they are gone', async () => {
    const left = await figureOf(url, 'opportune_visitor_sockets');
    return left['1'] === 0 && left['2'] === 0;
  });
}

/** How many sockets all shards pass on. */
async function passedOn(url: string): Promise<number> {
  const passed = await figureOf(url, 'opportune_visitor_sockets_passed');
  return Object.values(passed).reduce((sum, count) => sum + count, 0);
}

/** A figure without labels of its own, by shard. */
async function figureOf(url: string, name: string): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.matchAll(new RegExp(`^${name}\\{shard="(\\d+)"\\} (\\d+)$`, 'gm'));
  return Object.fromEntries([...lines].map(([, shard = '', value]) => [shard, Number(value)]));
}
