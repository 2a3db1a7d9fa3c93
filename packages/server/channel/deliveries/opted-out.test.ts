// Nothing goes to anybody who opted out: what waits is stopped, what is written is refused, and what was
// laid before is looked at once more before it leaves. On a real PostgreSQL and a provider over HTTP.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import type { Happened } from '@opportune/core/ports/channel.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import { until } from '../../adapter/process/processes.test-support.ts';
import { untilOthersWait } from '../../testing/lock-waits.test-support.ts';
import { type Messaging, openMessaging } from '../messaging.test-support.ts';

let all: Messaging;
before(async () => {
  all = await openMessaging();
});
after(() => all.close());
beforeEach(() => all.provider.heal());

const takenBy = (address: string) =>
  all.provider.taken.filter((each) => each.address === address).map(({ words }) => words);

async function underRunner(run: () => Promise<void>): Promise<void> {
  const runner = all.run();
  try {
    await run();
  } finally {
    await runner.close();
  }
}

/** A contact with an address of their own, and what their provider tells. */
async function contactAt(address: string) {
  const { account, channel, talkWith } = await all.account();
  const talk = await talkWith(address);
  const tell = (happened: Happened) =>
    all.inbox.keep(account, [
      { channel, item: { key: randomUUID(), address, at: all.time.now(), ...happened }, raw: '{}' },
    ]);
  const isSuppressed = () =>
    all.records.withAccount(account, (sql) =>
      all.permission.isSuppressed(sql, { channel, address }),
    );
  const reasons = async () => (await talk.list()).map(({ state, reason }) => [state, reason]);
  return { account, channel, talk, tell, isSuppressed, reasons };
}

test('[OI4] an opt-out holds once it is acknowledged, though its item waits to be handled', async () => {
  const { talk, tell, isSuppressed, reasons } = await contactAt('early');
  await tell({ type: 'opt-out', words: 'STOP' });
  assert.equal(await isSuppressed(), true);
  await talk.write('a');
  await underRunner(() => talk.untilIt('failed'));
  assert.deepEqual(await reasons(), [['failed', 'opted-out']]);
  assert.deepEqual(takenBy('early'), []);
});

test('[OI4] what waits for a rate limit or a stopped channel is stopped, and nothing of it leaves later', () =>
  underRunner(async () => {
    const { talk, tell, reasons } = await contactAt('waiting');
    all.provider.fail({ type: 'rate', retryAfterS: 3000 });
    for (const name of ['a', 'b']) await talk.write(name);
    await until('it was refused', async () => (await talk.list())[0]?.waits?.for === 'rate');
    all.provider.heal();
    await tell({ type: 'opt-out' });
    await talk.untilIt('failed', 1);
    assert.deepEqual(await reasons(), [
      ['failed', 'opted-out'],
      ['failed', 'opted-out'],
    ]);
    all.time.advance(3_600_000);
    assert.deepEqual(takenBy('waiting'), []);
  }));

test('[OI4] whoever opts out between the laying of a message and its sending gets nothing', async () => {
  const { account, channel, talk, tell } = await contactAt('between');
  await talk.write('a');
  const { promise: isHeld, resolve: holds } = Promise.withResolvers<Sql>();
  const { promise: goesOn, resolve: go } = Promise.withResolvers<void>();
  // Its sender has looked at what is permitted and waits for the delivery.
  const holding = all.records.withAccount(account, async (sql) => {
    await sql.rows('SELECT 1 FROM deliveries WHERE conversation = $1 FOR UPDATE', [talk.id]);
    holds(sql);
    await goesOn;
  });
  const held = await isHeld;
  await underRunner(async () => {
    await untilOthersWait(all.records, held);
    await tell({ type: 'opt-out', words: 'STOP' });
    go();
    await holding;
    await talk.untilIt('failed');
  });
  assert.deepEqual(takenBy('between'), []);
  const heard = { channel, address: 'between', at: all.time.now(), type: 'opt-in' } as const;
  const after = await all.records.withAccount(account, (sql) =>
    all.permission.hear(sql, account, [{ ...heard, by: 'words', purpose: null, words: 'START' }]),
  );
  after();
  await talk.write('b');
  await underRunner(() => talk.untilIt('sent', 1));
  assert.deepEqual(takenBy('between'), ['words of b']);
});

test('[OI4] an opt-out waits for a request that is just beginning, so that none begins after it', async () => {
  const { account, channel, tell } = await contactAt('during');
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<Sql>();
  const { promise: goesOn, resolve: go } = Promise.withResolvers<void>();
  const order: string[] = [];
  const sending = all.records
    .withAccount(account, async (sql) => {
      assert.equal(await all.permission.mayLeave(sql, { channel, address: 'during' }), true);
      isAsked(sql);
      await goesOn;
    })
    .then(() => order.push('the request'));
  const request = await asked;
  const stopping = tell({ type: 'opt-out' }).then(() => order.push('the opt-out'));
  await untilOthersWait(all.records, request);
  go();
  await Promise.all([sending, stopping]);
  assert.deepEqual(order, ['the request', 'the opt-out']);
});

test('[OI3] a provider that refuses because its contact blocked us is heard, until they write again', () =>
  underRunner(async () => {
    const { talk, tell, isSuppressed, reasons } = await contactAt('blocking');
    all.provider.fail({ type: 'refuse' });
    await talk.write('a');
    await talk.untilIt('failed');
    all.provider.heal();
    assert.equal(await isSuppressed(), true);
    await talk.write('b');
    await talk.untilIt('failed', 1);
    assert.deepEqual((await reasons())[1], ['failed', 'opted-out']);
    all.time.advance(1000);
    await tell({
      ...{ type: 'message', externalId: 'back', replyTo: null, token: null, automatic: false },
      ...{ from: { name: null, language: null, phone: null, vouched: true } },
      content: { text: 'Hello again', media: [], choice: null, location: null, unread: null },
    });
    assert.equal(await isSuppressed(), false);
    await talk.write('c');
    await talk.untilIt('sent', 2);
    assert.deepEqual(takenBy('blocking'), ['words of c']);
  }));
