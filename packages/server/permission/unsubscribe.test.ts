// Unsubscribing by the link in an e-mail, over HTTP and a real PostgreSQL. Each denial beside its permission.
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { openMemoryBus } from '../adapter/bus-memory.ts';
import { testEngines, type TestEngines, testLog } from '../adapter/engines.test-support.ts';
import { addressOf, openAccount } from '../contact/contacts.test-support.ts';
import { createRawRoutes } from '../http/raw-routes.ts';
import { openPermission } from './permission.test-support.ts';
import { serveUnsubscribe } from './serve-unsubscribe.ts';
import { createUnsubscribeLinks, unsubscribePath } from './unsubscribe-link.ts';

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

const links = createUnsubscribeLinks('a key of this installation');

async function served(isPaid = true) {
  const { records } = engines;
  const { account } = await openAccount(records);
  const clock = { now: () => 1_790_000_000_000 };
  const bus = openMemoryBus(testLog());
  const permission = openPermission({ clock, bus, ids: { next: () => randomUUID() } });
  const routes = createRawRoutes();
  serveUnsubscribe(
    {
      ...{ clock, records, permission, links, clientAddress: () => '198.51.100.7' },
      budgets: { charge: () => (isPaid ? 0 : 1000) },
      placeOf: async () => ({ site: 'Aldermoor & <Sons>', language: 'de' }),
    },
    {
      homes: onlyHome,
      raw: (prefix, handler) => routes.add(prefix, handler),
      upgrade() {},
      goOn() {},
    },
  );
  const server = createServer((request, response) =>
    routes.find(request.url ?? '')?.(request, response),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const at = addressOf('ada@example.com');
  const token = links.tokenOf({ account, at });
  const ask = async (method: string, of = token) => {
    const body = method === 'POST' ? 'List-Unsubscribe=One-Click' : null;
    const answer = await fetch(`http://127.0.0.1:${port}${unsubscribePath}${of}`, { method, body });
    return { status: answer.status, text: await answer.text() };
  };
  const isSuppressed = (address = at) =>
    records.withAccount(account, (sql) => permission.isSuppressed(sql, address));
  return { ask, isSuppressed, token, at, account, close: () => server.close() };
}

test('[OI10] a POST to the link ends what is sent to its address at once, and a GET only asks', async () => {
  const { ask, isSuppressed, close } = await served();
  const shown = await ask('GET');
  assert.equal(shown.status, 200);
  assert.match(shown.text, /<form method="post">/);
  assert.match(shown.text, /Aldermoor &amp; &lt;Sons&gt;/);
  assert.equal(await isSuppressed(), false);
  for (let times = 0; times < 2; times += 1) assert.equal((await ask('POST')).status, 200);
  assert.equal(await isSuppressed(), true);
  assert.equal(await isSuppressed(addressOf('bo@example.com')), false);
  close();
});

test('[OI10] a link of an account that was removed is not found', async () => {
  const { ask, account, close } = await served();
  const at = addressOf('ada@example.com');
  const gone = links.tokenOf({ account: AccountId.parse(`${account}-gone`), at });
  for (const method of ['GET', 'POST']) assert.equal((await ask(method, gone)).status, 404);
  close();
});

test('[OI10] a link that is not ours, or was changed, ends nothing', async () => {
  const { ask, isSuppressed, token, at, account, close } = await served();
  const [said = '', mark = ''] = token.split('.');
  const other = createUnsubscribeLinks('another key').tokenOf({ account, at });
  const changed = Buffer.from(JSON.stringify([account, at.channel, 'bo@example.com']));
  for (const wrong of [
    '',
    'x',
    said,
    `${said}.`,
    `${changed.toString('base64url')}.${mark}`,
    other,
  ])
    assert.equal((await ask('POST', wrong)).status, 404, wrong);
  assert.equal((await ask('DELETE')).status, 405);
  assert.equal(await isSuppressed(), false);
  close();
});

test('[OI10] who asks too often is refused', async () => {
  const { ask, isSuppressed, close } = await served(false);
  assert.equal((await ask('POST')).status, 429);
  assert.equal(await isSuppressed(), false);
  close();
});
