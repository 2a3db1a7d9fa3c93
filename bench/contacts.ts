// How long a page of the list of contacts takes in the database, with 100,000 contacts. It runs the product's
// SQL on the product's PostgreSQL, as the role that row-level security binds.
import { randomUUID } from 'node:crypto';
import type { Records } from '@opportune/core/ports/records.ts';
import { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { testEngines } from '@opportune/server/adapter/engines.test-support.ts';
import {
  type ContactQuestion,
  listContacts,
} from '@opportune/server/contact/list/list-contacts.ts';
import { fillContacts } from '@opportune/server/contact/list/many-contacts.test-support.ts';
import type { BenchRow } from './row.ts';

const contacts = 100_000;
const rounds = 8;
const pages = 3;

type Asked = Omit<ContactQuestion, 'limit'>;
const [sms, email, line] = ['sms', 'email', 'line'].map((id) => ChannelId.parse(id));

const asked: readonly Asked[] = [
  ...[{}, { sort: 'contact' as const }, { sort: 'name' as const }],
  ...['person777', '+49305', 'name 4711', 'nobody at all'].map((search) => ({ search })),
  ...[{ channel: email }, { channel: line }, { optIn: 'marketing' }, { optIn: 'unknown' }],
  ...[{ tag: 'rare' }, { tag: 'common', sort: 'contact' as const }],
  { contactSince: 1e9 + 49_900_000 },
  { contactBefore: 1e9 + 43_200_000, sort: 'name' },
  { channel: sms, optIn: 'marketing', tag: 'rare' },
  { channel: sms, tag: 'rare', search: '77' },
];

/** Yields `contacts.list.p95.ms`. */
export async function* contactRows(): AsyncIterable<BenchRow> {
  const engines = await testEngines();
  try {
    const { records } = engines;
    const account = AccountId.parse(`a-${randomUUID()}`);
    await records.withAccount(account, (sql) =>
      sql.run(
        "INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', '', now())",
        [account],
      ),
    );
    await fillContacts(records, account, contacts);
    await measure(records, account);
    const ms = (await measure(records, account)).sort((a, b) => a - b);
    const p = (share: number): number => ms[Math.floor(ms.length * share)] ?? Infinity;
    yield {
      name: 'contacts.list.p95.ms',
      value: Math.round(p(0.95) * 10) / 10,
      unit: 'ms',
      target: '≤ 200',
      how: `${ms.length} pages of 100 contacts out of ${contacts}: ${asked.length} combinations of search, filters and order, the first ${pages} pages of each; median ${p(0.5).toFixed(1)} ms, longest ${p(0.999).toFixed(1)} ms`,
    };
  } finally {
    await engines.close();
  }
}

async function measure(records: Records, account: AccountId): Promise<number[]> {
  const ms: number[] = [];
  for (let round = 0; round < rounds; round += 1)
    for (const each of asked) {
      let cursor: string | undefined;
      for (let page = 0; page < pages; page += 1) {
        const from = performance.now();
        const { next } = await records.withAccount(account, (sql) =>
          listContacts(sql, { ...each, limit: 100, cursor }),
        );
        ms.push(performance.now() - from);
        if (next === null) break;
        cursor = next;
      }
    }
  return ms;
}
