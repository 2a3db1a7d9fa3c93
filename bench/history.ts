// How long the figures of 100,000 conversations take: the reader that every screen, file and e-mail
// uses, over 90 days of 40 agents, with the previous span and every breakdown, on the product's own
// PostgreSQL.
import { randomUUID } from 'node:crypto';
import { testEngines } from '@opportune/server/adapter/engines.test-support.ts';
import { createHistory } from '@opportune/server/team/history/account-history.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import type { HistoryQuery } from '@opportune/protocol/rest/team/history.ts';
import { eventually } from '../test/e2e/product.test-support.ts';
import { processorUse } from './process-use.ts';
import { median, type BenchRow } from './row.ts';

const talks = 100_000;
const days = 90;
const agents = 40;
const times = 5;
const step = 5_000;
const analysedWithinMs = 180_000;
const now = Date.parse('2026-11-20T15:00:00Z');
const all = { from: '2026-08-23', until: '2026-11-20' };
const asked: readonly (readonly [string, HistoryQuery])[] = [
  ['90 days by day', { ...all, by: 'day' }],
  ['90 days by agent', { ...all, by: 'agent' }],
  ['90 days by skill', { ...all, by: 'skill' }],
  ['28 days by campaign', { from: '2026-10-24', until: '2026-11-20', by: 'campaign' }],
  ['7 days by hour', { from: '2026-11-14', until: '2026-11-20', by: 'hour' }],
  ['today by agent', { by: 'agent' }],
];

/** Yields `history.ms`. */
export async function* historyRows(): AsyncIterable<BenchRow> {
  const engines = await testEngines();
  try {
    const { records } = engines;
    await fill(records, talks / 5);
    const account = await fill(records, talks);
    await untilAnalysed(records, account);
    const found = await measure(records, account);
    const ms = found.map(({ wallMs }) => wallMs);
    yield {
      name: 'history.ms',
      value: Math.round(Math.max(...ms)),
      unit: 'ms',
      target: '≤ 1000',
      how: `the slowest question, median of ${times}; ${talks} conversations of ${agents} agents in ${days} days, a fifth as many of another account in the same tables; ${found.map(({ name, wallMs, processorMs }) => `${name} ${Math.round(wallMs)} ms, processor time ${Math.round(processorMs)} ms`).join('; ')}; each with the previous span`,
    };
  } finally {
    await engines.close();
  }
}

/**
 * A database that grew over months has statistics about its tables. This one was filled in a
 * minute, so the bench waits until PostgreSQL's autovacuum has analysed it.
 */
async function untilAnalysed(records: Records, account: AccountId): Promise<void> {
  await eventually(
    () =>
      records.withAccount(account, (sql) =>
        sql.rows(
          `SELECT relname FROM pg_stat_user_tables
           WHERE n_live_tup > 1000 AND last_autoanalyze IS NULL AND last_analyze IS NULL`,
          [],
        ),
      ),
    (unknown) => unknown.length === 0,
    analysedWithinMs,
  );
}

async function fill(records: Records, many: number): Promise<AccountId> {
  const account = AccountId.parse(`a-${randomUUID()}`);
  const made = new Date(now);
  await records.withAccount(account, async (sql) => {
    await sql.run(
      `INSERT INTO accounts (id, settings, salt, created_at)
       VALUES ($1, '{"timeZone": "Europe/Berlin"}', '', now())`,
      [account],
    );
    await sql.run("INSERT INTO contacts (account, id, created_at) VALUES ($1, 'p', now())", [
      account,
    ]);
    await sql.run(skillsOf, [account]);
    await sql.run(agentsOf, [account, made]);
    await sql.run(statesOf, [account, made]);
  });
  for (let from = 0; from < many; from += step)
    await records.withAccount(account, async (sql) => {
      await sql.run(begun, [account, made, many, from + 1, from + step]);
      await sql.run(held, [account, from + 1, from + step]);
      await sql.run(rated, [account, from + 1, from + step]);
    });
  return account;
}

const skillsOf = `
  INSERT INTO skills (account, id, name, priority, fallback, fallback_after_s, answered_within_s, answered_share)
  SELECT $1, 'skill' || n, 'Skill ' || n, 3, 'nobody', 0, 30, 0.8 FROM generate_series(0, 5) AS n`;
const agentsOf = `
  INSERT INTO agent_choices (account, agent, name, room, state, since)
  SELECT $1, 'agent' || n, 'Agent ' || n, 4, 'online', $2 FROM generate_series(0, ${agents - 1}) AS n`;
/** Eight state changes a day for every agent. */
const statesOf = `
  INSERT INTO agent_states (account, agent, since, state)
  SELECT $1, 'agent' || agent, $2::timestamptz - day * interval '1 day' - nth * interval '67 minutes',
    CASE WHEN nth = 0 THEN 'offline' WHEN nth % 3 = 1 THEN 'away' ELSE 'online' END
  FROM generate_series(0, ${agents - 1}) AS agent, generate_series(0, ${days - 1}) AS day,
    generate_series(0, 7) AS nth`;
const begun = `
  INSERT INTO conversations (account, id, channel, contact, address, site, visitor, visitor_name, status,
    skill, agent, origin, started_at, queued_at, answered_at, ended_at, last_at, reply_to, case_state)
  SELECT $1, 'c' || n, 'web', 'p', 'v' || n, 'shop', 'v' || n, '', 'ended', 'skill' || n % 6,
    CASE WHEN n % 11 > 0 THEN 'agent' || n % ${agents} END,
    CASE WHEN n % 3 = 0 THEN jsonb_build_object('campaign', 'c' || n % 8, 'campaignName', 'Campaign') END,
    at, at, CASE WHEN n % 11 > 0 THEN at + n % 90 * interval '1 second' END, at + interval '9 minutes',
    at, CASE WHEN n % 23 = 0 THEN 'ida@example.com' END, CASE WHEN n % 23 = 0 THEN 'closed' END
  FROM (SELECT n, $2::timestamptz - n * interval '${days} days' / $3::int AS at
    FROM generate_series($4::int, $5::int) AS n) AS each`;
const held = `
  INSERT INTO conversation_holds (account, conversation, agent, since, until, handed)
  SELECT $1, id, 'agent' || (substr(id, 2)::int + nth) % ${agents},
    started_at + (20 + nth * 300) * interval '1 second',
    started_at + (300 + nth * 300) * interval '1 second', nth = 1
  FROM conversations, generate_series(0, 1) AS nth
  WHERE agent IS NOT NULL AND (nth = 0 OR substr(id, 2)::int % 4 = 0)
    AND substr(id, 2)::int BETWEEN $2 AND $3`;
const rated = `
  INSERT INTO surveys (account, conversation, satisfaction, recommend, resolved, free_text, answered_at, changed_at)
  SELECT $1, id, 1 + substr(id, 2)::int % 5, substr(id, 2)::int % 11, true, '', now(), now()
  FROM conversations WHERE agent IS NOT NULL AND substr(id, 2)::int % 5 = 0 AND substr(id, 2)::int BETWEEN $2 AND $3`;

interface Measured {
  readonly name: string;
  /** Medians. */
  readonly wallMs: number;
  /** Of this process and PostgreSQL together. */
  readonly processorMs: number;
}

async function measure(records: Records, account: AccountId): Promise<readonly Measured[]> {
  const history = createHistory({ records, clock: { now: () => now } });
  const found: Measured[] = [];
  for (const [name, query] of asked) {
    const wall: number[] = [];
    const processor: number[] = [];
    for (let time = 0; time < times; time += 1) {
      const from = performance.now();
      const before = usedMs();
      await history.read(account, query);
      wall.push(performance.now() - from);
      processor.push(usedMs() - before);
    }
    found.push({ name, wallMs: median(wall), processorMs: median(processor) });
  }
  return found;
}

function usedMs(): number {
  const { ownS, enginesS } = processorUse(process.pid);
  return (ownS + enginesS) * 1000;
}
