// The figures of the history on a real PostgreSQL, against a slow reference over random pasts: in
// total and by every grouping, on days on which the clock changes.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { figureIds, type Figures, type HistoryBy } from '@opportune/protocol/rest/team/history.ts';
import { testEngines } from '../../adapter/engines.test-support.ts';
import { readMigrations } from '../../adapter/migrate.ts';
import { createServiceLevels } from '../skills/service-levels.ts';
import { createHistory } from './account-history.ts';
import { deskOf, type Past, type PastTalk, randomPast, storePast } from './past.test-support.ts';
import { dayOf, type Slow, slowFigures } from './reference.test-support.ts';

let engines: Awaited<ReturnType<typeof testEngines>>;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

async function accountWith(past: Past): Promise<AccountId> {
  const account = AccountId.parse(`a-${randomUUID()}`);
  await engines.records.withAccount(account, async (sql) => {
    await sql.run(
      "INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', '', now())",
      [account],
    );
    await storePast(sql, account, past);
  });
  return account;
}

const readerAt = (now: number) =>
  createHistory({ records: engines.records, clock: { now: () => now } });

function assertSame(found: Figures, slow: Slow, where: string): void {
  for (const id of figureIds) {
    const { value, of } = found[id];
    const [expected, rests] = slow[id];
    const near = (a: number | null, b: number | null): boolean =>
      a === b || (a !== null && b !== null && Math.abs(a - b) < 1e-6 * Math.max(1, Math.abs(b)));
    assert.ok(near(value, expected), `${where}, ${id}: ${value} for ${expected}`);
    assert.ok(near(of, rests), `${where}, ${id} rests on ${of} for ${rests}`);
  }
}

/** The last Sunday of October in Berlin has 25 hours, that of March 23. */
const pasts = [
  { seed: 1, zone: 'Europe/Berlin', now: '2026-10-27T15:40:00Z', long: '2026-10-25', hours: 25 },
  { seed: 2, zone: 'Europe/Berlin', now: '2026-03-31T05:10:00Z', long: '2026-03-29', hours: 23 },
  { seed: 3, zone: 'Asia/Kolkata', now: '2026-06-10T19:00:00Z', long: '2026-06-09', hours: 24 },
  { seed: 4, zone: 'America/New_York', now: '2026-11-02T04:30:00Z', long: '2026-11-01', hours: 25 },
].map(({ now, ...rest }) => ({ ...rest, now: Date.parse(now), days: 6, talks: 160 }));

describe('[HI1] [HI9] [HI10] [CB8] figures of a random past', () => {
  for (const options of pasts) {
    const { seed, zone, now, long, hours } = options;
    test(`seed ${seed}: whole and in parts they are those of a slow reference`, async () => {
      const past = randomPast(options);
      const account = await accountWith(past);
      const history = readerAt(now);
      const until = dayOf(zone, now);
      const from = dayOf(zone, now - 4 * 86_400_000);
      const isIn = (at: number): boolean => dayOf(zone, at) >= from && dayOf(zone, at) <= until;
      const parts = async (by: HistoryBy) => {
        const read = await history.read(account, { from, until, by });
        assertSame(read.whole, slowFigures(past, isIn), `whole by ${by}`);
        return read.parts;
      };
      const days = await parts('day');
      const most = Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000) + 1;
      assert.deepEqual(
        [days[0], days.at(-1)].map((day) => dayOf(zone, Number(day?.key))),
        [from, until],
      );
      assert.equal(days.length, most);
      for (const { key, figures } of days) {
        const day = dayOf(zone, Number(key));
        assertSame(
          figures,
          slowFigures(past, (at) => dayOf(zone, at) === day),
          day,
        );
      }
      for (const { key, figures } of await parts('hour')) {
        const starts = Number(key);
        const within = (at: number): boolean => at >= starts && at < starts + 3_600_000;
        assertSame(figures, slowFigures(past, within), new Date(starts).toISOString());
      }
      for (const { key, name, figures } of await parts('skill')) {
        assert.equal(name, past.targets.has(key) ? key.toUpperCase() : key);
        const of = slowFigures(past, isIn, (talk) => (talk.skill ?? '') === key, null);
        assertSame(figures, of, `skill ${key}`);
      }
      for (const { key, figures } of await parts('campaign')) {
        const of = slowFigures(past, isIn, (talk) => (talk.campaign ?? '') === key, null);
        assertSame(figures, of, `campaign ${key}`);
      }
      const last = ({ holds }: PastTalk): string => holds.at(-1)?.agent ?? '';
      const kindOf = (agent: string): string =>
        past.programs.includes(agent) ? 'program' : 'person';
      for (const { key, kind, figures } of await parts('agent')) {
        const of = slowFigures(past, isIn, (talk) => last(talk) === key, { agents: [key] });
        assertSame(figures, of, `agent ${key}`);
        assert.equal(kind, key === '' ? null : kindOf(key));
      }
      for (const { key, figures } of await parts('kind')) {
        const had = (talk: PastTalk): boolean =>
          (last(talk) === '' ? '' : kindOf(last(talk))) === key;
        const agents = past.agents.filter((agent) => kindOf(agent) === key);
        assertSame(figures, slowFigures(past, isIn, had, { agents }), `kind ${key}`);
      }
      const channels = await parts('channel');
      assert.deepEqual(channels.map(({ key }) => key).sort(), [deskOf(account), 'email', 'web']);
      for (const { key, name, figures } of channels) {
        const isDesk = key === deskOf(account);
        const isOn = (talk: PastTalk): boolean => talk.channel === (isDesk ? 'desk' : key);
        assert.equal(name, isDesk ? 'Order desk' : '');
        assertSame(figures, slowFigures(past, isIn, isOn, null), `channel ${key}`);
        const only = await history.read(account, {
          ...{ from, until, by: 'agent' },
          channel: ChannelId.parse(key),
        });
        assertSame(only.whole, slowFigures(past, isIn, isOn, null), `only ${key}`);
        for (const { key: agent, figures: had } of only.parts) {
          const of = slowFigures(past, isIn, (talk) => isOn(talk) && last(talk) === agent, null);
          assertSame(had, of, `only ${key}, agent ${agent}`);
        }
        assert.equal(only.channel, key);
      }
      const ofLong = await history.read(account, { from: long, until: long, by: 'hour' });
      assert.equal(ofLong.parts.length, hours, `${long} has ${hours} hours`);
    });
  }

  test('[HI2] the previous span has as many days, and ends at the same time of day', async () => {
    const [options] = pasts;
    assert.ok(options !== undefined);
    const past = randomPast(options);
    const account = await accountWith(past);
    const { now, zone } = past;
    const read = await readerAt(now).read(account, {});
    assert.deepEqual([read.from, read.until], ['2026-10-27', '2026-10-27']);
    assert.deepEqual([read.before.from, read.before.until], ['2026-10-26', '2026-10-26']);
    const isBefore = (at: number): boolean =>
      dayOf(zone, at) === '2026-10-26' && at < now - 86_400_000;
    assertSame(read.before.whole, slowFigures({ ...past, now }, isBefore), 'yesterday so far');
    const over = await readerAt(now).read(account, { from: '2026-10-25', until: '2026-10-26' });
    const isOver = (at: number): boolean =>
      dayOf(zone, at) === '2026-10-23' || dayOf(zone, at) === '2026-10-24';
    assert.deepEqual([over.before.from, over.before.until], ['2026-10-23', '2026-10-24']);
    assertSame(over.before.whole, slowFigures(past, isOver), 'two days before');
  });

  test('[HI3] today’s service level of each skill is that of the list of service levels', async () => {
    for (const options of pasts) {
      const account = await accountWith(randomPast(options));
      const clock = { now: () => options.now };
      const { parts } = await readerAt(options.now).read(account, { by: 'skill' });
      const levels = await createServiceLevels({ records: engines.records, clock }).read(account);
      assert.deepEqual(
        levels.skills.map(({ skill, today }) => [skill, today.share, today.counted]),
        ['returns', 'sales'].map((skill) => {
          const found = parts.find(({ key }) => key === skill)?.figures['service-level'];
          return [skill, found?.value ?? null, found?.of ?? 0];
        }),
      );
    }
  });

  test('[HI1] among conversations from before cases existed, messages are distinguished from chats with an address', async () => {
    const now = Date.parse('2026-10-27T15:40:00Z');
    const random = randomPast({ seed: 5, zone: 'UTC', now, days: 2, talks: 60 });
    // What an agent had was not a message at that time.
    const talks = random.talks.map((talk) => (talk.isMessage ? { ...talk, holds: [] } : talk));
    const past = { ...random, talks };
    const account = await accountWith(past);
    const migration = readMigrations('records').find(
      ({ name }) => name === '191_left_messages.sql',
    );
    await engines.records.withAccount(account, async (sql) => {
      await sql.run('UPDATE conversations SET case_state = NULL');
      for (const { id } of past.talks.filter(({ isMessage }) => isMessage))
        await sql.run(
          `INSERT INTO messages (account, conversation, sequence, id, author, body, at)
           VALUES ($1, $2, 1, 'm', '{"type":"system"}', $3, now())`,
          [account, id, { type: 'system', note: { type: 'left-message', address: 'i@a.example' } }],
        );
      await sql.run(migration?.sql ?? '');
    });
    const { whole } = await readerAt(now).read(account, {
      from: '2026-10-26',
      until: '2026-10-27',
    });
    const isIn = (at: number): boolean => ['2026-10-26', '2026-10-27'].includes(dayOf('UTC', at));
    assertSame(whole, slowFigures(past, isIn), 'what was left before');
  });

  test('a span that ends before it begins, or is too long, is refused', async () => {
    const account = await accountWith(
      randomPast({ seed: 1, zone: 'UTC', now: 0, days: 1, talks: 0 }),
    );
    const history = readerAt(Date.parse('2026-10-27T15:40:00Z'));
    const refused = { problem: { code: 'request.invalid' } };
    for (const query of [
      { from: '2026-10-27', until: '2026-10-26' },
      { from: '2024-10-27', until: '2026-10-26' },
      { from: '2026-10-01', until: '2026-10-26', by: 'hour' as const },
    ])
      await assert.rejects(history.read(account, query), (error: unknown) => {
        assert.ok(error instanceof Error && 'problem' in error);
        assert.deepEqual({ problem: { code: (error.problem as { code: string }).code } }, refused);
        return true;
      });
  });
});
