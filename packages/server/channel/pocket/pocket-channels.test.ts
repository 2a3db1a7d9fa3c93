// The channels of the demonstration on a real PostgreSQL: created once, and connected anew at each
// start.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { type Api, startApi } from '../../../../test/support/api.test-support.ts';
import { openMemoryBus } from '../../adapter/bus-memory.ts';
import { testLog } from '../../adapter/engines.test-support.ts';
import { testOutbound } from '../email/email-parts.test-support.ts';
import { pocketBase } from './pocket-base.ts';
import { createPocketChannels, type PocketChannels } from './pocket-channels.ts';

let api: Api;
before(async () => (api = await startApi()));
after(() => api.close());

const origin = 'http://127.0.0.1:7799';
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
    outbound: testOutbound(false),
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
