// The channels of the demonstration on a real PostgreSQL: created once, connected anew at each start,
// and the only ones that reach a stand-in on this machine.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { type Api, startApi } from '../../../../test/support/api.test-support.ts';
import { openMemoryBus } from '../../adapter/bus-memory.ts';
import { testLog } from '../../adapter/engines.test-support.ts';
import { openOutbound } from '../../outbound.ts';
import { createPocketChannels, type PocketChannels, pocketBase } from './pocket-channels.ts';

let api: Api;
let near: Server;
let origin: string;
before(async () => {
  api = await startApi();
  near = createServer((_, response) => response.end('here'));
  await new Promise<void>((listening) => near.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(near.address() as AddressInfo).port}`;
});
after(async () => {
  near.close();
  await api.close();
});

const given = (secret: string) => ({
  telegram: { botToken: `1:${secret}`, secretToken: secret, apiBase: origin },
  line: { channelSecret: secret, channelToken: secret, apiBase: origin },
});

/** As at a start of the server. */
function started(): PocketChannels {
  const { records, clock, sealing } = api;
  let last = 0;
  return createPocketChannels({
    ...{ records, clock, sealing, bus: openMemoryBus(testLog()) },
    ids: { next: () => `pocket-${Date.now()}-${++last}` },
    outbound: openOutbound(false),
    kindsOver: () => new Map(),
  });
}

test('[PK3] each start connects the same channels with other credentials', async () => {
  const owner = await api.newAccount();
  const account = AccountId.parse(owner.account);
  const first = started();
  const ids = await first.connect(account, given('first'), {});
  assert.deepEqual(Object.keys(ids).toSorted(), ['line', 'telegram']);
  const again = started();
  assert.deepEqual(await again.connect(account, given('second'), ids), ids);
  const { telegram } = ids;
  assert.ok(telegram);
  assert.match(again.of(telegram)?.secret ?? '', /second/);
  assert.equal(again.of(telegram)?.settings['apiBase'], origin);
  const { body } = await owner.call('GET', '/channels');
  const shown = body.channels.filter(({ kind }: { kind: string }) => kind in ids);
  assert.equal(shown.length, 2);
  for (const { settings } of shown) assert.equal(settings.apiBase, pocketBase);
});

test('[PK3] a channel that was removed is not created again, and a new messenger gets its own', async () => {
  const owner = await api.newAccount();
  const account = AccountId.parse(owner.account);
  const { telegram } = given('a');
  const ids = await started().connect(account, { telegram }, {});
  assert.equal((await owner.call('DELETE', `/channels/${ids['telegram']}`)).status, 200);
  const later = await started().connect(account, given('b'), ids);
  assert.equal(later['telegram'], ids['telegram']);
  const { body } = await owner.call('GET', '/channels');
  const kinds: readonly string[] = body.channels.map(({ kind }: { kind: string }) => kind);
  assert.deepEqual([kinds.includes('telegram'), kinds.includes('line')], [false, true]);
});

test('[PK3] only the named origins on this machine are reached', async () => {
  const outbound = openOutbound(false);
  const asked = { method: 'GET', headers: {}, withinMs: 2000 } as const;
  const reached = async (named: readonly string[], url: string) => {
    const answer = await outbound.alsoTo(named)({ ...asked, url });
    if (answer.type === 'answered') answer.body.destroy();
    return answer.type;
  };
  assert.equal(await reached([origin], `${origin}/bot`), 'answered');
  assert.equal(await reached(['http://127.0.0.1:1'], `${origin}/bot`), 'forbidden');
  assert.equal(await reached([origin], 'http://10.0.0.1/'), 'forbidden');
  assert.equal((await outbound.request({ ...asked, url: origin })).type, 'forbidden');
});
