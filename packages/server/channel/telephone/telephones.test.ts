// The telephones of an account whose channels are paused, must be connected anew, or are gone, on a real
// PostgreSQL.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import { openMemoryBus } from '../../adapter/bus-memory.ts';
import { testEngines, type TestEngines, testLog } from '../../adapter/engines.test-support.ts';
import { requestBounded } from '../../http/outbound/bounded-request.ts';
import { changeChannel, deleteChannel, findChannel, insertChannel } from '../channel-rows.ts';
import { testEmailParts } from '../email/email-parts.test-support.ts';
import { createKinds } from '../kinds.ts';
import { createOpenChannels } from '../open-channels.ts';
import { createSentence } from '../provider/test-message.ts';
import { createTelephones } from './telephones.ts';

let engines: TestEngines;
/** A carrier that takes no credentials. */
const carrier = createServer((_, response) => void response.writeHead(401).end('{}'));
before(async () => {
  engines = await testEngines();
  await new Promise<void>((ready) => void carrier.listen(0, '127.0.0.1', ready));
});
after(async () => {
  carrier.close();
  await engines.close();
});

/** By day in Berlin. */
const clock = { now: () => Date.UTC(2026, 5, 3, 10) };
const number = '+4930123456';

async function stage() {
  const { records } = engines;
  const account = AccountId.parse(`a-${randomUUID()}`);
  const kinds = createKinds({
    reach: (request) => requestBounded(request, () => true),
    helpWords: async () => '',
    clock,
    email: testEmailParts(async () => ({ configured: false, send: async () => {} })),
  });
  const open = createOpenChannels({
    ...{ records, kinds, publicUrl: () => 'https://desk.example', pocket: { of: () => null } },
    sealing: { open: (text: string) => text } as never,
  });
  const sendTo = createSentence({
    ...{ records, clock, open, bus: openMemoryBus(testLog()), ids: { next: () => randomUUID() } },
    permission: { isSuppressed: async () => false },
    placeOf: async () => ({ site: 'The shop', language: 'en' }),
  });
  const telephones = createTelephones({
    ...{ records, sendTo, channels: open, permission: { mayLeave: async () => true } },
    timeZoneOf: async () => 'Europe/Berlin',
  });
  const { port } = carrier.address() as AddressInfo;
  const settings = {
    ...{ number: '+4930999999', accountSid: 'AC0123456789', authToken: '0123456789abcdef' },
    apiBase: `http://127.0.0.1:${port}`,
  };
  const id = (kind: string) => ChannelId.parse(`${kind}-${account}`);
  const [telephone, sms] = [id('telephone'), id('sms')];
  await records.withAccount(account, async (sql) => {
    await sql.run(
      "INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', '', now())",
      [account],
    );
    const made = { createdAt: 5, settings: { ...settings, provider: 'twilio' } };
    await insertChannel(sql, account, { ...made, id: telephone, kind: 'telephone' });
    await insertChannel(sql, account, { ...made, id: sms, kind: 'sms' });
  });
  return { account, telephones, telephone, sms, records };
}

test('[CB4] a telephone that is paused or must be connected anew is set up, and calls later', async () => {
  const { account, telephones, telephone, records } = await stage();
  const at = { channel: telephone, address: number };
  const now = clock.now();
  const standing = async () => [
    await telephones.channelOf(account),
    await telephones.isSetUp(account, 'telephone'),
    await telephones.callableFrom(account, at, now),
  ];
  assert.deepEqual(await standing(), [telephone, true, now]);
  for (const state of ['paused', 'reconnect'] as const) {
    await records.withAccount(account, (sql) => changeChannel(sql, telephone, { state }));
    assert.deepEqual(await standing(), [null, true, now + callbackLimits.stoppedMs]);
  }
  await records.withAccount(account, (sql) => changeChannel(sql, telephone, { settings: {} }));
  assert.deepEqual(await standing(), [null, true, now + callbackLimits.stoppedMs]);
  await records.withAccount(account, (sql) => deleteChannel(sql, telephone));
  assert.deepEqual(await standing(), [null, false, now]);
});

test('[CB11] a text that the carrier refused for the credentials may be sent again', async () => {
  const { account, telephones, sms, records } = await stage();
  assert.equal(await telephones.textsOf(account), sms);
  assert.equal(await telephones.text(account, { channel: sms, address: number }, 'Hi'), 'again');
  const stopped = await records.withAccount(account, (sql) => findChannel(sql, sms));
  assert.equal(stopped?.state, 'reconnect');
  assert.deepEqual(
    [await telephones.textsOf(account), await telephones.isSetUp(account, 'sms')],
    [null, true],
  );
});
