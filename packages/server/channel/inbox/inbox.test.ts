// The inbox of channels on a real PostgreSQL: kept once, handled in order for each address and each item on
// its own, whatever comes with it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Told } from '@opportune/core/contracts/channel.contract.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { jobLimits } from '@opportune/protocol/limits.ts';
import { until } from '../../adapter/process/processes.test-support.ts';
import { type Messaging, openMessaging } from '../messaging.test-support.ts';

let all: Messaging;
before(async () => {
  all = await openMessaging();
});
after(() => all.close());

const from = { name: null, language: null, phone: null, vouched: true };
const plain = { media: [], choice: null, location: null, unread: null };

function message(address: string, name: string): Told {
  return {
    ...{ address, at: all.time.now(), type: 'message', externalId: `${address}-${name}`, from },
    ...{ content: { ...plain, text: name }, replyTo: null, token: null, automatic: false },
  };
}

async function underRunner(run: () => Promise<void>): Promise<void> {
  const runner = all.run();
  try {
    await run();
    await until('nothing waits', async () => (await all.waits()) === 0);
  } finally {
    await runner.close();
  }
}

const textsOf = (address: string) =>
  all.handled.flatMap(({ item }) =>
    item.type === 'message' && item.address === address ? [item.content.text] : [],
  );

function rowsOf(account: AccountId) {
  return all.records.withAccount(account, (sql) =>
    sql.rows<{ outcome: string | null; raw: string | null; type: string }>(
      `SELECT outcome, raw, item->>'type' AS type FROM channel_inbox ORDER BY received_at, id`,
    ),
  );
}

test('[IN1] what is told is kept once, as it came, and handled in order for each address', () =>
  underRunner(async () => {
    const at = await all.account();
    const names = Array.from({ length: 10 }, (_, index) => `m${index}`);
    const told = names.flatMap((name) => [message('ada', name), message('bea', name)]);
    for (const level of [3, 0, 2]) await at.hear(told, level);
    await until('all are handled', () => textsOf('ada').length + textsOf('bea').length >= 20);
    assert.deepEqual([textsOf('ada'), textsOf('bea')], [names, names]);
    const rows = await rowsOf(at.account);
    assert.equal(rows.length, 20);
    assert.equal(rows.filter(({ raw }) => raw !== null).length, 1, 'they came in one entry');
  }));

test('[IN2] an item that fails is put aside after some minutes, and holds up only its own address', () =>
  underRunner(async () => {
    const at = await all.account();
    const faulty = message('cem', 'faulty');
    all.faulty.add('faulty');
    await at.hear([faulty, message('cem', 'after'), message('dee', 'beside')], 3);
    await until('the other is handled', () => textsOf('dee').length === 1);
    assert.deepEqual(textsOf('cem'), []);
    const letters = () => all.jobs.dead(at.account, { before: null, limit: 9 });
    await until('it is put aside', async () => {
      all.time.advance(jobLimits.longestRestMs);
      return (await letters()).length === 1;
    });
    await until('the next is handled', () => {
      all.time.advance(jobLimits.pollMs);
      return textsOf('cem').length === 1;
    });
    await until('what became of each is noted', async () => {
      const outcomes = (await rowsOf(at.account)).map(({ outcome }) => outcome);
      return outcomes.sort().join(' ') === 'failed handled handled';
    });
    all.faulty.clear();
    const [letter] = await letters();
    assert.ok(letter !== undefined);
    const now = all.time.now();
    const times = { now, deadlineAt: now + jobLimits.revivedMs };
    await all.records.withAccount(at.account, (sql) => all.jobs.revive(sql, letter.id, times));
    await until('it is handled at last', async () => {
      all.time.advance(jobLimits.pollMs);
      return textsOf('cem').length === 2;
    });
  }));

test('[IN5] a message that finds the queue full waits for room, however long, and the next behind it', () =>
  underRunner(async () => {
    const at = await all.account();
    all.full.set('early', 0);
    await at.hear([message('gil', 'early'), message('gil', 'late')], 3);
    for (let times = 1; times <= 12; times += 1)
      await until('the desk is asked', () => {
        all.time.advance(jobLimits.pollMs);
        return (all.full.get('early') ?? 0) >= times;
      });
    assert.deepEqual(textsOf('gil'), []);
    assert.deepEqual(await all.jobs.dead(at.account, { before: null, limit: 9 }), []);
    all.full.clear();
    await until('both are handled', () => {
      all.time.advance(jobLimits.pollMs);
      return textsOf('gil').length === 2;
    });
    assert.deepEqual(textsOf('gil'), ['early', 'late']);
  }));

test('[IN3] a kind that nobody knows is kept as it came', () =>
  underRunner(async () => {
    const at = await all.account();
    const request = all.provider.tellUnknown(all.time.now());
    assert.ok(request !== null);
    await at.post(request);
    await until('it is kept', async () => (await rowsOf(at.account))[0]?.outcome === 'kept');
    const [row] = await rowsOf(at.account);
    assert.equal(row?.type, 'unknown');
    assert.match(row?.raw ?? '', /poll/);
  }));

test('[IN4] a number that comes back is the choice that it stood before, in the message that asked', () =>
  underRunner(async () => {
    const at = await all.account();
    const talk = await at.talkWith('eve');
    const options = Array.from({ length: 5 }, (_, index) => ({
      id: `o${index + 1}`,
      text: `Option number ${index + 1} of five`,
    }));
    await talk.ask('asks', 'Which one?', options);
    await talk.untilIt('sent');
    await at.hear([message('eve', '2')]);
    await until('it is handled', () => textsOf('eve').length === 1);
    const [answer] = all.handled.filter(({ item }) => item.address === 'eve');
    assert.deepEqual([answer?.chosen?.id, answer?.chosen?.message], ['o2', 'asks']);
  }));

test('[IN1] two requests that tell the same at once keep it once', () =>
  underRunner(async () => {
    const at = await all.account();
    const told = Array.from({ length: 6 }, (_, index) => message(`f${index % 3}`, `m${index}`));
    await Promise.all([at.hear(told, 3), at.hear(told.toReversed(), 0), at.hear(told, 3)]);
    await until('all are handled', async () => (await all.waits()) === 0);
    assert.equal((await rowsOf(at.account)).length, 6);
    const texts = ['f0', 'f1', 'f2'].flatMap(textsOf);
    assert.deepEqual(texts.sort(), ['m0', 'm1', 'm2', 'm3', 'm4', 'm5']);
  }));
