// How far an account is set up, derived from what it has. The first event of a site is remembered,
// so that the log is searched only for sites that have sent nothing yet.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { AccountId, CampaignId, SiteId } from '@opportune/protocol/ids.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { firstLook } from '@opportune/protocol/campaign/configuration.ts';
import { Setup, SetupWish, type SetupChange } from '@opportune/protocol/rest/setup.ts';
import { z } from 'zod';

export interface SetupDependencies {
  readonly clock: Clock;
  readonly records: Records;
  readonly facts: FactStore;
  readonly mailOf: MailOf;
}

export interface Setups {
  read(account: AccountId): Promise<Setup>;
  change(account: AccountId, change: SetupChange): Promise<Setup>;
  /** Remembers what the account came with, which nobody in it has made. */
  noteGiven(account: AccountId, given: Given): Promise<void>;
}

export interface Given {
  /** The colour of each site. */
  readonly sites: Readonly<Record<SiteId, string>>;
  readonly campaigns: readonly CampaignId[];
}

const Seen = z.record(z.string(), z.number());

interface Row {
  readonly wants: string | null;
  readonly dismissed_at: Date | null;
  readonly seen: unknown;
  readonly sites: readonly string[];
  readonly given: readonly string[];
  readonly brand: boolean;
  readonly campaigns: number;
  readonly people: number;
}

/** One row, also for an account that nothing is stored of. */
const query = `
  SELECT s.wants, s.dismissed_at, coalesce(s.seen, '{}') AS seen,
    ARRAY(SELECT id FROM sites ORDER BY created_at, id) AS sites,
    ARRAY(SELECT jsonb_object_keys(s.given -> 'sites')) AS given,
    EXISTS (SELECT 1 FROM sites
      WHERE settings -> 'look' ->> 'colour' <> coalesce(s.given -> 'sites' ->> id, $1)
      OR settings -> 'look' ?| ARRAY['head', 'logo', 'theme', 'font', 'photos']) AS brand,
    (SELECT count(*)::integer FROM campaigns WHERE live IS NOT NULL
      AND (period > 1 OR NOT coalesce(s.given -> 'campaigns' ? id, false))) AS campaigns,
    (SELECT count(*)::integer FROM users WHERE NOT disabled AND kind = 'person') AS people
  FROM accounts a LEFT JOIN setups s ON s.account = a.id`;

/** When each site sent its first event of a person's browser. */
const firstSeen = `
  SELECT site, toFloat64(toUnixTimestamp64Milli(min(received_at))) AS at
  FROM $events
  WHERE bot = 0 AND trust = 'page'
  GROUP BY site`;

export function createSetups({ clock, records, facts, mailOf }: SetupDependencies): Setups {
  const read = async (account: AccountId): Promise<Setup> => {
    const row = await records.withAccount(account, (sql) =>
      sql.row<Row>(query, [firstLook.colour]),
    );
    if (row === undefined) throw new Error('the account has no row');
    const known = Seen.parse(row.seen);
    const isAllSeen = row.sites.every((site) => known[site] !== undefined);
    const seen = isAllSeen ? known : await lookFor(account, known);
    return Setup.parse({
      wants: SetupWish.safeParse(row.wants).data ?? null,
      dismissedAt: row.dismissed_at?.getTime() ?? null,
      sites: row.sites.map((site) => ({
        ...{ site, seenAt: seen[site] ?? null, given: row.given.includes(site) },
      })),
      brand: row.brand,
      mail: (await mailOf(account)).configured,
      ...{ campaigns: row.campaigns, people: row.people },
    });
  };
  const lookFor = async (account: AccountId, known: z.infer<typeof Seen>) => {
    const seen = { ...(await firstEvents(facts, account)), ...known };
    if (Object.keys(seen).length > Object.keys(known).length)
      await records.withAccount(account, (sql) => write(sql, account, { seen }));
    return seen;
  };
  return {
    read,
    async change(account, { wants, dismissed }) {
      const dismissedAt = dismissed === true ? new Date(clock.now()) : null;
      await records.withAccount(account, (sql) =>
        write(sql, account, {
          ...(wants === undefined ? {} : { wants }),
          ...(dismissed === undefined ? {} : { dismissedAt }),
        }),
      );
      return read(account);
    },
    noteGiven: (account, given) =>
      records.withAccount(account, (sql) => write(sql, account, { given })),
  };
}

async function firstEvents(facts: FactStore, account: AccountId): Promise<z.infer<typeof Seen>> {
  const rows = await facts.query<{ site: string; at: number }>(account, firstSeen, {});
  return Object.fromEntries(rows.map(({ site, at }) => [site, at]));
}

interface Written {
  readonly wants?: SetupWish;
  readonly dismissedAt?: Date | null;
  readonly seen?: z.infer<typeof Seen>;
  readonly given?: Given;
}

/** Writes what is given and keeps the rest. */
async function write(sql: Sql, account: AccountId, { wants, dismissedAt, seen, given }: Written) {
  await sql.run('INSERT INTO setups (account) VALUES ($1) ON CONFLICT DO NOTHING', [account]);
  if (wants !== undefined) await sql.run('UPDATE setups SET wants = $1', [wants]);
  if (dismissedAt !== undefined)
    await sql.run('UPDATE setups SET dismissed_at = $1', [dismissedAt]);
  if (seen !== undefined) await sql.run('UPDATE setups SET seen = $1', [JSON.stringify(seen)]);
  if (given !== undefined) await sql.run('UPDATE setups SET given = $1', [JSON.stringify(given)]);
}
