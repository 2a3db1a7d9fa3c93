// How long a search over 100,000 messages takes in the database. It runs the product's SQL on the
// product's PostgreSQL, as the role that row-level security binds, with another account in the same
// tables.
import { randomUUID } from 'node:crypto';
import { testEngines } from '@opportune/server/adapter/engines.test-support.ts';
import { createSearch } from '@opportune/server/archive/search/search.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { SearchQuery } from '@opportune/protocol/rest/conversation/search.ts';
import type { BenchRow } from './row.ts';

const messages = 100_000;
const beside = 20_000;
const perConversation = 8;
const wordsOfOne = 14;
/** Words follow Zipf's law: the first is in most messages, the last in hardly any. */
const vocabulary = 20_000;
const searches = 300;

/** Yields `search.p95.ms`. */
export async function* searchRows(): AsyncIterable<BenchRow> {
  const engines = await testEngines();
  try {
    const { records } = engines;
    await fill(records, beside);
    const account = await fill(records, messages);
    const { ms, hits } = await measure(records, account);
    const p = (share: number): number => ms[Math.floor(ms.length * share)] ?? Infinity;
    yield {
      name: 'search.p95.ms',
      value: Math.round(p(0.95) * 10) / 10,
      unit: 'ms',
      target: '≤ 200',
      how: `${searches} searches of one to three words over ${messages} messages of an account, ${beside} of another account in the same tables; one transaction each, including its 20 snippets; median ${p(0.5).toFixed(1)} ms, longest ${p(0.999).toFixed(1)} ms; ${hits} searches found something`,
    };
  } finally {
    await engines.close();
  }
}

/** Fills an account with conversations whose words are drawn by rank. */
async function fill(records: Records, many: number): Promise<AccountId> {
  const account = AccountId.parse(`a-${randomUUID()}`);
  await records.withAccount(account, async (sql) => {
    await sql.run(
      "INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', '', now())",
      [account],
    );
    await sql.run("INSERT INTO contacts (account, id, created_at) VALUES ($1, 'p', now())", [
      account,
    ]);
  });
  const step = 4_000;
  for (let from = 0; from < many; from += step)
    await records.withAccount(account, async (sql) => {
      const range = [account, from + 1, from + step];
      await sql.run(begun, [
        account,
        ...range.slice(1).map((n) => Math.ceil(Number(n) / perConversation)),
      ]);
      await sql.run(said, range);
    });
  return account;
}

const begun = `
  INSERT INTO conversations (account, id, channel, contact, address, site, visitor, visitor_name, status,
    started_at, queued_at, last_at)
  SELECT $1, 'c' || n, 'web', 'p', 'v' || n, 'shop', 'v' || n, 'Name' || n % 2000, 'ended',
    now() - n * interval '10 minutes', now(), now() FROM generate_series($2::int, $3::int) AS n`;

/**
 * Rank r of ${vocabulary} words has a probability proportional to 1/r: exp(u · ln n) for u uniform
 * in [0, 1).
 */
const said = `
  INSERT INTO messages (account, conversation, sequence, id, author, body, at)
  SELECT $1, 'c' || 1 + (n - 1) / ${perConversation}, 1 + (n - 1) % ${perConversation}, 'm' || n,
    '{"type": "visitor"}', jsonb_build_object('type', 'text', 'text', words),
    now() - n * interval '1 minute'
  FROM generate_series($2::int, $3::int) AS n CROSS JOIN LATERAL (
    SELECT string_agg('word' || floor(exp(random() * ln(${vocabulary})))::int, ' ') AS words
    FROM generate_series(1, ${wordsOfOne}) AS each WHERE n > 0
  ) AS drawn`;

async function measure(
  records: Records,
  account: AccountId,
): Promise<{ ms: readonly number[]; hits: number }> {
  const search = createSearch(records);
  // The same words in every run, spread over the ranks from the most to the least common.
  const wordAt = (at: number): string =>
    `word${Math.floor(Math.exp(((at * 0.618_034) % 1) * Math.log(vocabulary)))}`;
  const ms: number[] = [];
  let hits = 0;
  for (let at = 0; at < searches; at += 1) {
    const words = Array.from({ length: 1 + (at % 3) }, (_, nth) => wordAt(at * 3 + nth));
    const query = SearchQuery.parse({ q: words.join(' ') });
    const from = performance.now();
    const { items } = await search(account, query);
    ms.push(performance.now() - from);
    if (items.length > 0) hits += 1;
  }
  return { ms: ms.sort((a, b) => a - b), hits };
}
