// Deliveries to a provider with all the difficulties of real ones, on a real PostgreSQL: order,
// limits, receipts, silence, refusals, and a channel whose credentials fail.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Told } from '@opportune/core/contracts/channel.contract.ts';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { channelsChanged } from '@opportune/protocol/bus/changes.ts';
import { JobId } from '@opportune/protocol/ids.ts';
import { jobLimits } from '@opportune/protocol/limits/accounts.ts';
import { deliveryLimits } from '@opportune/protocol/limits/channels.ts';
import { until } from '../../adapter/process/processes.test-support.ts';
import { Refusal } from '../../http/problem/refusal.ts';
import { deliveryRows } from './delivery-rows.ts';
import { testReference } from './receipts.ts';
import { tell } from './tell.ts';
import { type Messaging, openMessaging } from '../messaging.test-support.ts';

let all: Messaging;
before(async () => {
  all = await openMessaging();
});
after(() => all.close());
beforeEach(() => all.provider.heal());

const takenBy = (address: string) =>
  all.provider.taken.filter((each) => each.address === address).map(({ words }) => words);

const refusedWith = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.problem.code === code;

/** Whoever blocked us writes again. */
const saysAgain = (): Told => ({
  ...{ type: 'message', externalId: 'again-1', address: 'again', at: all.time.now() },
  ...{ from: { name: null, language: null, phone: null, vouched: true } },
  content: { text: 'I am back', media: [], choice: null, location: null, unread: null },
  ...{ replyTo: null, token: null, automatic: false },
});

async function underRunner(run: () => Promise<void>, drawn = 0): Promise<void> {
  const runner = all.run(all.jobs, drawn);
  try {
    await run();
  } finally {
    await runner.close();
  }
}

/** Whether each job waits for longer than a lease lasts: nobody is looking at one. */
const isHeldAgain = async () =>
  ((await all.jobs.figures()).oldestDueAt ?? 0) > all.time.now() + deliveryLimits.heldMs / 2;

const idle = () => until('nothing waits', async () => (await all.waits()) === 0);

test('[DV7] messages of a conversation leave in their order, and what an agent does not write does not', () =>
  underRunner(async () => {
    const { talkWith } = await all.account();
    const talk = await talkWith('ordered');
    const names = Array.from({ length: 12 }, (_, at) => `m${at}`);
    for (const name of names) await talk.write(name);
    await talk.write('m3');
    await talk.untilIt('sent', 11);
    assert.deepEqual(
      takenBy('ordered'),
      names.map((name) => `words of ${name}`),
    );
    assert.deepEqual(
      await talk.states(),
      names.map(() => 'sent'),
    );
  }));

test('[DV7] a limit is waited for, in order, and holds up no other channel', () =>
  underRunner(async () => {
    const { talkWith } = await all.account();
    const talk = await talkWith('limited');
    all.provider.fail({ type: 'rate', retryAfterS: 60 });
    for (const name of ['a', 'b', 'c']) await talk.write(name);
    await until('it was refused', async () => (await talk.list())[0]?.waits?.for === 'rate');
    all.provider.heal();
    const other = await (await all.account()).talkWith('unlimited');
    await other.write('x');
    await other.untilIt('sent');
    assert.deepEqual(takenBy('limited'), []);
    await until('it has settled', async () => (await talk.list())[0]?.state === 'queued');
    all.time.advance(60_000 + jobLimits.pollMs);
    await talk.untilIt('sent', 2);
    assert.deepEqual(takenBy('limited'), ['words of a', 'words of b', 'words of c']);
  }));

test('[DV4] receipts and marks only advance the state of a delivery, whenever and however often they come', () =>
  underRunner(async () => {
    const at = await all.account();
    const talk = await at.talkWith('told');
    await talk.write('a');
    await talk.untilIt('sent');
    const id = `provisional-${all.provider.taken.length}`;
    const [delivery] = await talk.list();
    const receipt = { type: 'receipt', externalId: id, reference: `${delivery?.id}.0` } as const;
    const told = (state: 'delivered' | 'read'): Told => ({
      ...{ address: 'told', at: all.time.now(), state, ...receipt },
    });
    await at.hear([told('read')]);
    await talk.untilIt('read');
    await at.hear([told('delivered'), told('read')]);
    await idle();
    assert.deepEqual(await talk.states(), ['read']);
    await talk.write('b');
    await talk.untilIt('sent', 1);
    const until = all.time.now() + 1;
    await at.hear([{ address: 'told', at: until, type: 'watermark', state: 'read', until }]);
    await talk.untilIt('read', 1);
  }));

test('[DV4] a receipt that names an id before the answer brought it waits for the answer', () =>
  underRunner(async () => {
    const at = await all.account();
    const talk = await at.talkWith('early');
    const externalId = `provisional-${all.provider.taken.length + 1}`;
    const early = { type: 'receipt', externalId, reference: null, state: 'delivered' } as const;
    await at.hear([{ address: 'early', at: all.time.now(), ...early }]);
    await idle();
    await talk.write('a');
    await talk.untilIt('delivered');
    const renamed = { type: 'renamed', externalId, to: 'final' } as const;
    const read = { ...early, externalId: 'final', state: 'read' } as const;
    await at.hear([
      { address: 'early', at: all.time.now(), ...renamed },
      { address: 'early', at: all.time.now() + 1, ...read },
    ]);
    await talk.untilIt('read');
  }));

test('[DV3] without an answer it is uncertain, is not sent again, and later deliveries leave', () =>
  underRunner(async () => {
    const at = await all.account();
    const talk = await at.talkWith('silent');
    all.provider.fail({ type: 'silent' });
    await talk.write('a');
    await talk.untilIt('uncertain');
    all.provider.heal();
    await talk.write('b');
    await talk.untilIt('sent', 1);
    assert.deepEqual(await talk.states(), ['uncertain', 'sent']);
    const content = { text: 'words of a', media: [], choice: null, location: null, unread: null };
    const echo = { type: 'echo', externalId: 'e1', reference: null, content } as const;
    await at.hear([{ address: 'silent', at: all.time.now(), ...echo }]);
    await talk.untilIt('sent');
    assert.deepEqual(takenBy('silent'), ['words of a', 'words of b']);
    const foreign = { ...echo, externalId: 'e2', content: { ...content, text: 'from the app' } };
    await at.hear([{ address: 'silent', at: all.time.now(), ...foreign }]);
    await until('it is passed on', () => all.handled.some(({ item }) => item.address === 'silent'));
  }));

test('[DV8] what is held back leaves at once if its channel is connected while a job looks at it', async () => {
  const at = await all.account();
  const talk = await at.talkWith('looked at');
  await at.change({ state: 'paused' });
  await talk.write('a');
  const now = all.time.now();
  const [job] = await all.jobs.lease(at.account, {
    ...{ lease: 'test/looked', now, until: now + jobLimits.leaseMs, kinds: ['delivery.send'] },
    ...{ most: 1, ofLane: 1, held: new Map<string, number>() },
  });
  assert.ok(job);
  const payload = all.deliveries.kind.payload.parse(job.payload);
  const work = { ...job, account: at.account, payload, endsBy: now + 30_000 };
  const outcome = await all.deliveries.kind.handle(work);
  assert.ok(outcome.type === 'later');
  await at.reconnect();
  const again = { dueAt: outcome.at, deadlineAt: job.deadlineAt, reason: null };
  await all.jobs.settle(at.account, job, { type: 'again', ...again }, now, async (sql) =>
    outcome.along?.(sql, outcome.at),
  );
  outcome.after?.();
  await underRunner(() => talk.untilIt('sent'));
});

test('[CH14] a mark of an absurd time is of everything before it', () =>
  underRunner(async () => {
    const at = await all.account();
    const talk = await at.talkWith('absurd');
    await talk.write('a');
    await talk.untilIt('sent');
    const mark = { type: 'watermark', state: 'read', until: 1e300 } as const;
    await at.hear([{ address: 'absurd', at: all.time.now(), ...mark }]);
    await talk.untilIt('read');
  }));

test('[FE5] while a request is unanswered, an echo that names none of ours waits', () =>
  underRunner(async () => {
    const at = await all.account();
    const talk = await at.talkWith('echoed early');
    all.provider.fail({ type: 'silent' });
    await talk.write('a');
    await until('it left', () => takenBy('echoed early').length === 1);
    const content = { text: '', media: [], choice: null, location: null, unread: null };
    const echo = { type: 'echo', externalId: 'f1', reference: null, content } as const;
    await at.hear([{ address: 'echoed early', at: all.time.now(), ...echo }]);
    let states: readonly string[] = [];
    await until('it is passed on', async () => {
      all.time.advance(jobLimits.pollMs);
      if (!all.handled.some(({ item }) => item.address === 'echoed early')) return false;
      states = await talk.states();
      return true;
    });
    assert.deepEqual(states, ['uncertain']);
  }));

test('[FE5] an echo of a test message belongs to nobody', () =>
  underRunner(async () => {
    const at = await all.account();
    const content = { text: 'A test', media: [], choice: null, location: null, unread: null };
    const echo = { type: 'echo', externalId: 't1', content } as const;
    const reference = testReference('abcdefghijklmnopqrstuv');
    await at.hear([{ address: 'tested', at: all.time.now(), ...echo, reference }]);
    await at.hear([
      { address: 'tested', at: all.time.now(), ...echo, externalId: 't2', reference: 'test.bot' },
    ]);
    await until('the other is passed on', () =>
      all.handled.some(({ item }) => item.address === 'tested'),
    );
    const passed = all.handled.filter(({ item }) => item.address === 'tested');
    assert.deepEqual(
      passed.map(({ item }) => item.type === 'echo' && item.externalId),
      ['t2'],
    );
  }));

test('[FE4] an echo is automatic if it comes within five seconds of the contact’s message', () =>
  underRunner(async () => {
    const at = await all.account();
    const content = { text: 'x', media: [], choice: null, location: null, unread: null };
    const from = { name: null, language: null, phone: null, vouched: true };
    const said = {
      type: 'message',
      externalId: 'm',
      from,
      content,
      replyTo: null,
      token: null,
    } as const;
    const now = all.time.now();
    await at.hear([{ address: 'soon', at: now, ...said, automatic: false }]);
    for (const [externalId, afterMs] of [
      ['s1', 4_999],
      ['s2', 5_000],
      ['s3', -1],
    ] as const)
      await at.hear([
        { address: 'soon', at: now + afterMs, type: 'echo', externalId, reference: null, content },
      ]);
    const passed = () => all.handled.filter(({ item }) => item.address === 'soon');
    await until('all are passed on', () => passed().length === 4);
    assert.deepEqual(
      passed().map(({ isAutomatic }) => isAutomatic),
      [false, true, false, false],
    );
  }));

test('[DV3] what a killed sender left without an answer has the time of one, then it is uncertain and the next leaves', async () => {
  const at = await all.account();
  const talk = await at.talkWith('killed');
  const told = await at.talkWith('killed and told');
  for (const each of [talk, told]) for (const name of ['a', 'b']) await each.write(name);
  const leftBy = async ({ list }: typeof talk) => {
    const [first] = await list();
    assert.ok(first !== undefined);
    await all.records.withAccount(at.account, async (sql) => {
      const known = await deliveryRows.lock(sql, first.id);
      assert.ok(known !== null);
      await tell(deliveryRows, sql, known, [{ type: 'begun', ids: 1 }], all.time.now());
    });
    return first;
  };
  const [, of] = [await leftBy(talk), await leftBy(told)];
  await underRunner(async () => {
    await until(
      'both are put off',
      async () => ((await all.jobs.figures()).oldestDueAt ?? 0) > all.time.now(),
    );
    assert.deepEqual([await talk.states(), takenBy('killed')], [['queued', 'queued'], []]);
    const receipt = { type: 'receipt', externalId: 'x', reference: `${of.id}.0` } as const;
    const now = all.time.now();
    await at.hear([{ address: 'killed and told', at: now, ...receipt, state: 'delivered' }]);
    await told.untilIt('delivered');
    all.time.advance(5000 + jobLimits.pollMs);
    await talk.untilIt('sent', 1);
    await told.untilIt('sent', 1);
  });
  assert.deepEqual(await talk.states(), ['uncertain', 'sent']);
  assert.deepEqual(await told.states(), ['delivered', 'sent']);
});

test('[CW5.2] what a channel says by itself, and could not send for an hour, does not leave', () =>
  underRunner(async () => {
    const talk = await (await all.account()).talkWith('stale');
    all.provider.fail({ type: 'rate', retryAfterS: 3700 });
    await talk.says('away');
    await until('it was refused', async () => (await talk.list())[0]?.waits?.for === 'rate');
    all.provider.heal();
    all.time.advance(3_701_000);
    await talk.untilIt('failed');
    assert.equal((await talk.list())[0]?.reason, 'window-closed');
    assert.deepEqual(takenBy('stale'), []);
  }));

test('[DV5] [HM1] an agent can resend only uncertain and failed deliveries, which are listed until then', () =>
  underRunner(async () => {
    const { account, talkWith, hear } = await all.account();
    const talk = await talkWith('again');
    all.provider.fail({ type: 'refuse' });
    await talk.write('a');
    await talk.untilIt('failed');
    const [failed] = await talk.list();
    assert.deepEqual(
      [failed?.reason, failed?.detail],
      ['opted-out', 'The contact has blocked you.'],
    );
    assert.ok(failed !== undefined);
    const listed = await all.failed(account);
    assert.deepEqual(
      listed.items.map(({ id, conversation, state, reason }) => [id, conversation, state, reason]),
      [[failed.id, talk.id, 'failed', 'opted-out']],
    );
    assert.deepEqual((await all.failed((await all.account()).account)).items, []);
    // What the channel says by itself settles nothing, and needs nobody.
    await talk.says('away');
    await talk.untilIt('failed', 1);
    assert.deepEqual(await all.failed(account), listed);
    all.provider.heal();
    const again = all.deliveries.sendAgain(account, talk.id, failed.id);
    await assert.rejects(again, refusedWith('contact.opted_out'));
    await hear([saysAgain()]);
    await all.deliveries.sendAgain(account, talk.id, failed.id);
    await talk.untilIt('sent');
    assert.deepEqual((await all.failed(account)).items, []);
    assert.deepEqual(takenBy('again'), ['words of a']);
    await assert.rejects(
      all.deliveries.sendAgain(account, talk.id, failed.id),
      refusedWith('request.conflict'),
    );
    const other = await (await all.account()).talkWith('other');
    await assert.rejects(all.deliveries.sendAgain(account, other.id, failed.id));
  }));

test('[DV6] what waits for a paused channel says so, also behind another, until it leaves', () =>
  underRunner(async () => {
    const at = await all.account();
    const talk = await at.talkWith('paused');
    await at.change({ state: 'paused' });
    for (const name of ['a', 'b']) await talk.write(name);
    const waits = async () => (await talk.list()).map((each) => each.waits);
    const paused = { for: 'paused', until: null } as const;
    await until('it says why', async () => (await waits())[0] !== null);
    assert.deepEqual(await waits(), [paused, paused]);
    await at.change({ state: 'reconnect' });
    publish(all.bus, channelsChanged, { account: at.account });
    await until('it says why', async () => (await waits())[1]?.for === 'reconnect');
    await at.reconnect();
    publish(all.bus, channelsChanged, { account: at.account });
    await talk.untilIt('sent', 1);
    assert.deepEqual(await waits(), [null, null]);
  }));

test('[DV6] what waits for a limit says when it is tried, also on the rest of the channel', () =>
  underRunner(async () => {
    const at = await all.account();
    const talks = [await at.talkWith('first'), await at.talkWith('second')] as const;
    const waits = async () => Promise.all(talks.map(async (talk) => (await talk.list())[0]?.waits));
    all.provider.fail({ type: 'rate', retryAfterS: 60 });
    const since = all.time.now();
    await talks[0].write('a');
    await until('it says why', async () => (await waits())[0] !== null);
    await talks[1].write('b');
    await until('it says why', async () => (await waits())[1] !== null);
    for (const wait of await waits()) {
      assert.equal(wait?.for, 'rate');
      assert.ok((wait?.until ?? 0) >= since + 60_000 && (wait?.until ?? 0) < since + 90_000);
    }
    all.provider.heal();
    all.time.advance(60_000 + jobLimits.pollMs);
    for (const talk of talks) await talk.untilIt('sent');
  }));

test('[DV6] what failed says when it is tried again, unless that is soon', () =>
  underRunner(async () => {
    const at = await all.account();
    const talk = await at.talkWith('unreachable');
    const { settings = {} } = (await at.stateOf()) ?? {};
    await at.change({ settings: { ...settings, base: 'http://127.0.0.1:2' } });
    await talk.write('a');
    const attempted = (times: number) =>
      until(`tried ${times} times`, async () => {
        const [delivery] = await talk.list();
        return delivery?.attempts === times && delivery.reason === 'unreachable';
      });
    for (const times of [1, 2]) {
      await attempted(times);
      assert.equal((await talk.list())[0]?.waits, null);
      all.time.advance(jobLimits.firstRestMs * times + jobLimits.pollMs);
    }
    await until('it says when', async () => (await talk.list())[0]?.waits?.for === 'retry');
    const { until: dueAt } = (await talk.list())[0]?.waits ?? {};
    assert.ok((dueAt ?? 0) > all.time.now() && (dueAt ?? 0) <= all.time.now() + 8000);
    await at.change({ settings });
    publish(all.bus, channelsChanged, { account: at.account });
    await talk.untilIt('sent');
  }, 0.99));

test('[DV8] a channel whose credentials fail stops, loses nothing, and continues once it is connected', () =>
  underRunner(async () => {
    const at = await all.account();
    const talk = await at.talkWith('expired');
    all.provider.fail({ type: 'expired' });
    for (const name of ['a', 'b']) await talk.write(name);
    await until('it stops', async () => (await at.stateOf())?.state === 'reconnect');
    assert.match((await at.stateOf())?.lastError ?? '', /expired/);
    await until('it says why', async () => (await talk.list())[0]?.reason === 'reconnect');
    all.provider.heal();
    // Each look may take a second, so there are few of them.
    const betweenMs = 4 * deliveryLimits.heldMs;
    for (let passed = 0; passed < 1.5 * deliveryLimits.triedMs; passed += betweenMs) {
      all.time.advance(betweenMs + jobLimits.pollMs);
      await until('it was looked at', isHeldAgain);
    }
    assert.deepEqual(takenBy('expired'), []);
    await at.reconnect();
    publish(all.bus, channelsChanged, { account: at.account });
    await talk.untilIt('sent', 1);
    assert.deepEqual(takenBy('expired'), ['words of a', 'words of b']);
  }));

test('[DV8] deliveries that wait for a stopped channel are kept, even if nobody looked for days', async () => {
  const at = await all.account();
  const talk = await at.talkWith('unlooked');
  await underRunner(async () => {
    all.provider.fail({ type: 'expired' });
    for (const name of ['a', 'b']) await talk.write(name);
    await until('it stops', async () => (await at.stateOf())?.state === 'reconnect');
    await until('it says why', async () => (await talk.list())[0]?.reason === 'reconnect');
  });
  all.time.advance(3 * deliveryLimits.triedMs);
  all.provider.heal();
  await underRunner(async () => {
    await until('it was looked at', isHeldAgain);
    assert.deepEqual(await talk.states(), ['queued', 'queued']);
    await at.reconnect();
    publish(all.bus, channelsChanged, { account: at.account });
    await talk.untilIt('sent', 1);
  });
  assert.deepEqual(takenBy('unlooked'), ['words of a', 'words of b']);
});

test('[DV11] however long a provider says, its channel is asked again after an hour, or once it is changed', () =>
  underRunner(async () => {
    const at = await all.account();
    const talk = await at.talkWith('long');
    const limited = { type: 'rate', retryAfterS: 999_999 } as const;
    const isPutOff = async () => {
      const jobs = await all.records.withAccount(at.account, (sql) =>
        sql.rows<{ due_at: Date }>(
          `SELECT due_at FROM jobs WHERE state = 'waiting' AND reason = 'Too much at once.'`,
        ),
      );
      const soon = all.time.now() + deliveryLimits.longestHoldMs / 2;
      return jobs.some(({ due_at: dueAt }) => dueAt.getTime() > soon);
    };
    all.provider.fail(limited);
    await talk.write('a');
    await until('it is put off', isPutOff);
    all.provider.heal();
    all.time.advance(deliveryLimits.longestHoldMs + jobLimits.pollMs);
    await talk.untilIt('sent');
    all.provider.fail(limited);
    await talk.write('b');
    await until('it is put off', isPutOff);
    all.provider.heal();
    await at.reconnect();
    publish(all.bus, channelsChanged, { account: at.account });
    await talk.untilIt('sent', 1);
  }));

test('[DV9] a message and its delivery are stored together, or neither is', async () => {
  const { talkWith } = await all.account();
  const talk = await talkWith('one commit');
  await Promise.all(['a', 'b', 'c'].map((name) => talk.write(name)));
  await talk.write('a');
  assert.deepEqual(await talk.states(), ['queued', 'queued', 'queued']);
  await underRunner(() => talk.untilIt('sent', 2));
});

test('[DV3] two who do one job, since the first was held up beyond its lease, send it once', async () => {
  const { account, talkWith } = await all.account();
  const talk = await talkWith('held up');
  await talk.write('a');
  const [delivery] = await talk.list();
  const now = all.time.now();
  const work = {
    ...{ account, id: JobId.parse('j'), key: 'k', payload: { delivery: delivery?.id, round: 0 } },
    ...{ madeAt: now, deadlineAt: now + deliveryLimits.triedMs, attempt: 1, endsBy: now + 30_000 },
  };
  await Promise.all([1, 2].map(() => all.deliveries.kind.handle(work)));
  assert.deepEqual(takenBy('held up'), ['words of a']);
});
