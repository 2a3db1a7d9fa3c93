// The inbox of channels on a real PostgreSQL. Items are stored once and handled in order for each
// address. Each item is handled separately, whatever arrives with it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as rest } from 'node:timers/promises';
import type { Told } from '@opportune/core/contracts/channel.contract.ts';
import { type AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { jobLimits } from '@opportune/protocol/limits/accounts.ts';
import { deliveryLimits } from '@opportune/protocol/limits/channels.ts';
import { until } from '../../adapter/process/processes.test-support.ts';
import { Refusal } from '../../http/problem/refusal.ts';
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

/** `drawn`: how much of its back-off a failed job rests, 0 to 1. */
async function underRunner(run: () => Promise<void>, drawn = 0): Promise<void> {
  const runner = all.run(all.jobs, drawn);
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

test('[IN1] reported items are stored once, unchanged, and handled in order for each address', () =>
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

test('[IN7.5] what a stranger writes is stored, whatever its characters, and keeps out nothing beside it', () =>
  underRunner(async () => {
    const at = await all.account();
    const hostile = ['nul \0', 'half \ud83d', '\udc00 other half'];
    await at.hear(
      [...hostile.map((text, nth) => message(`odd${nth}`, text)), message('odd3', 'beside')],
      3,
    );
    await until('all are handled', () => textsOf('odd3').length === 1);
    assert.deepEqual(
      [textsOf('odd0'), textsOf('odd1'), textsOf('odd2')],
      [['nul \ufffd'], ['half \ufffd'], ['\ufffd other half']],
    );
  }));

test('[IN2] an item that fails is put aside after some minutes, and holds up only its own address', () =>
  // It rests between attempts, so that it fails no further until the clock is advanced.
  underRunner(async () => {
    const at = await all.account();
    const faulty = message('cem', 'faulty');
    all.faulty.add('faulty');
    await at.hear([faulty, message('cem', 'after'), message('dee', 'beside')], 3);
    await until('the other is handled', () => textsOf('dee').length === 1);
    assert.deepEqual(textsOf('cem'), []);
    const letters = () => all.jobs.dead(at.account, { before: null, limit: 9 });
    await until('it is put aside', async () => {
      all.time.advance(10 * jobLimits.pollMs);
      return (await letters()).length === 1;
    });
    // A clock that jumps past the lease of a running job has it handled twice.
    await until('the next is handled', () => {
      all.time.advance(jobLimits.pollMs);
      return textsOf('cem').includes('after');
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
      return textsOf('cem').includes('faulty');
    });
  }, 1));

test('[IN2] an item that nobody began before its deadline is still handled', async () => {
  const at = await all.account();
  await at.hear([message('fay', 'held')], 3);
  all.time.advance(deliveryLimits.handledMs + 1);
  await underRunner(() => until('it is handled', () => textsOf('fay').length === 1));
});

test('[IN5] a message that finds the queue full waits for room, however long, and the next ones wait behind it', () =>
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

test('[IN3] an unknown kind is stored unchanged', () =>
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

test('[CU7] a change names the message that it is about, of either side', () =>
  underRunner(async () => {
    const at = await all.account();
    const talk = await at.talkWith('mia');
    await talk.write('ours');
    await talk.untilIt('sent');
    const ours = `provisional-${all.provider.taken.length}`;
    const of = (externalId: string) => ({ address: 'mia', at: all.time.now(), externalId });
    await at.hear([message('mia', 'theirs')]);
    await at.hear([{ ...of('mia-theirs'), type: 'edit', text: 'better' }]);
    await at.hear([{ ...of(ours), type: 'reaction', reaction: '👍' }]);
    await at.hear([{ ...of(ours), type: 'deletion' }]);
    await at.hear([{ ...of('unknown'), type: 'reaction', reaction: '👍' }]);
    const heard = () => all.handled.filter(({ item }) => item.address === 'mia');
    await until('all are handled', () => heard().length === 5);
    const [theirs, ...changes] = heard();
    assert.deepEqual(
      changes.map(({ about }) => about),
      [{ item: theirs?.id }, { conversation: talk.id, message: 'ours' }, null, null],
    );
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

const other = ChannelId.parse('other');

function keepOfOther(account: AccountId, name: string): Promise<void> {
  const told = message(`of other ${name}`, name);
  return all.inbox.keep(account, [{ channel: other, item: { ...told, key: name }, raw: name }]);
}

test('[IN6] channels are handled in turns: a flood on one holds up another for a moment', async () => {
  const at = await all.account();
  const flood = Array.from({ length: 300 }, (_, index) => message(`g${index}`, 'flood'));
  await at.hear(flood, 3);
  await keepOfOther(at.account, 'calm');
  await underRunner(() => until('it is handled', () => textsOf('of other calm').length === 1));
  const texts = all.handled.flatMap(({ item }) => (item.type === 'message' ? [item] : []));
  const place = texts
    .filter(({ content }) => ['flood', 'calm'].includes(content.text))
    .findIndex(({ content }) => content.text === 'calm');
  assert.ok(place <= 2 * jobLimits.ofLane, `it was behind ${place} of 300`);
});

test('[IN6] a channel whose items take for ever leaves places to another', () =>
  underRunner(async () => {
    const at = await all.account();
    const ended = Promise.withResolvers<void>();
    all.gates.set(at.channel, ended.promise);
    const names = Array.from({ length: jobLimits.ofLane + 8 }, (_, index) => `h${index}`);
    await at.hear(
      names.map((name) => message(name, 'stuck')),
      3,
    );
    await keepOfOther(at.account, 'free');
    await until('the other is handled', () => {
      all.time.advance(jobLimits.restMs);
      return textsOf('of other free').length === 1;
    });
    assert.deepEqual(names.flatMap(textsOf), []);
    ended.resolve();
    await until('all are handled', () => names.flatMap(textsOf).length === names.length);
  }));

test('[IN6] a channel of which too much waits is refused more, and another is not', async () => {
  const at = await all.account();
  await all.records.withAccount(at.account, (sql) =>
    sql.run(
      `INSERT INTO jobs (account, id, kind, key, lane, payload, is_first, made_at, due_at, deadline_at)
       SELECT $1, 'full' || n, 'channel.item', 'in/' || n, 'in/' || $2::text, '{}', true, now(),
         now() + interval '99 years', now() + interval '99 years'
       FROM generate_series(1, $3::int) AS n`,
      [at.account, at.channel, deliveryLimits.waitingItems],
    ),
  );
  await assert.rejects(at.hear([message('ida', 'too much')]), (error: unknown) => {
    assert.ok(error instanceof Refusal);
    assert.equal(error.problem.code, 'rate.key');
    return true;
  });
  await keepOfOther(at.account, 'room');
  assert.deepEqual(
    (await rowsOf(at.account)).map(({ raw }) => raw),
    ['room'],
  );
  const drop = "DELETE FROM jobs WHERE starts_with(id, 'full')";
  await all.records.withAccount(at.account, (sql) => sql.run(drop));
  await at.hear([message('ida', 'enough')]);
  await underRunner(() => until('it is handled', () => textsOf('ida').length === 1));
  assert.deepEqual(textsOf('ida'), ['enough']);
});

// The last: its items are not handled.
test('[IN7] one request with thousands of addresses is stored, and harms no other account', async () => {
  const [at, other] = [await all.account(), await all.account()];
  const many = Array.from({ length: 8000 }, (_, nth) => message(`far${nth}`, 'Hello \u{1f600}'));
  const locks = `SELECT count(pg_advisory_xact_lock(hashtextextended('n ' || n, 0)))
                 FROM generate_series(1, 50) AS n`;
  const kept = { is: false };
  const keeping = at.hear(many, 3).finally(() => (kept.is = true));
  while (!kept.is) {
    await all.records.withAccount(other.account, (sql) => sql.rows(locks));
    await rest(2);
  }
  await keeping;
  assert.equal((await rowsOf(at.account)).length, many.length);
});
