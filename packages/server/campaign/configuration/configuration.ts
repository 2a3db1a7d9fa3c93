// Versions of an account's configuration. Each change of settings, sites, sections, goals or
// campaigns writes the whole as the next version in the same transaction and then notifies the bus.
// A written version never changes; explanations and replays name the one they used.
import { compileConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import { scoresSince } from '@opportune/core/decision/configuration/follow-scores.ts';
import { jsonBytes } from '@opportune/core/bounds/json-size.ts';
import { SizedMap } from '@opportune/core/bounds/sized-map.ts';
import { publish, subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import { atHome, type Homes, onlyHome } from '@opportune/core/cluster/homes.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { accountRemoved, configurationChanged } from '@opportune/protocol/bus/changes.ts';
import { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import { AccountId, CampaignId, GoalId } from '@opportune/protocol/ids.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { lockAccount } from '../../http/rest/lock-account.ts';
import { problemFor } from '../../http/problem/answer-errors.ts';
import { refuse } from '../../http/problem/refusal.ts';
import { assembleConfiguration } from './assemble.ts';
import { turnPeriods } from '../periods.ts';
import { turnRuns } from '../runs.ts';

export interface ConfigurationService {
  /** All accounts that are at home in this process. */
  accounts(): Promise<readonly AccountId[]>;
  /** The latest version. Throws `request.not_found` if the account does not exist. */
  current(account: AccountId): Promise<Configuration>;
  at(account: AccountId, version: number): Promise<Configuration | null>;
  /** The names of campaigns that do not run now. */
  restingNames(account: AccountId): Promise<ReadonlyMap<CampaignId, string>>;
  /**
   * Since when the account's holdout has had its share: the first of the newest versions with it.
   */
  holdoutSince(account: AccountId): Promise<number>;
  /** Since when each goal has had its present event, key and trust. */
  goalsSince(account: AccountId): Promise<ReadonlyMap<GoalId, number>>;
  /**
   * Runs the work and writes the next version in one transaction. Neither happens if the work
   * throws.
   */
  change<T>(account: AccountId, by: string, work: (sql: Sql) => Promise<T>): Promise<T>;
}

/** How long until a check for a written change that nobody was notified of. */
const lookAgainMs = 1000;

interface Row {
  readonly document: unknown;
}

/** Bytes of memory. */
export interface ConfigurationRoom {
  /** Of one account. Beyond: `account.full`. */
  readonly configuration: number;
  /** Of the newest versions of all accounts. */
  readonly configurations: number;
}

const mostRoom: ConfigurationRoom = {
  configuration: tableLimits.accountConfigurationBytes,
  configurations: tableLimits.configurationBytes,
};

export function createConfigurationService(
  records: Records,
  bus: Bus,
  clock: Clock,
  room: ConfigurationRoom = mostRoom,
  homes: Homes = onlyHome,
): ConfigurationService {
  const latest = new LatestVersions(records, bus, room.configurations);
  return {
    current: (account) => latest.of(account),
    async accounts() {
      const rows = await records.withoutAccount((sql) =>
        sql.rows<{ account: string }>('SELECT account FROM list_accounts()'),
      );
      return atHome(
        homes,
        rows.map((row) => AccountId.parse(row.account)),
      );
    },
    async at(account, version) {
      const kept = latest.kept(account);
      if (kept?.version === version) return kept;
      const row = await records.withAccount(account, (sql) =>
        sql.row<Row>('SELECT document FROM configuration_versions WHERE version = $1', [version]),
      );
      return row === undefined ? null : Configuration.parse(row.document);
    },
    restingNames: (account) => records.withAccount(account, readRestingNames),
    async holdoutSince(account) {
      const row = await records.withAccount(account, (sql) =>
        sql.row<{ since: Date | null }>('SELECT holdout_since AS since FROM accounts'),
      );
      if (row === undefined || row.since === null) throw refuse('request.not_found');
      return row.since.getTime();
    },
    goalsSince: (account) => records.withAccount(account, readGoalsSince),
    async change(account, by, work) {
      const known = latest.kept(account)?.version ?? 0;
      const written = records.withAccount(account, async (sql) => {
        // The first of all locks, so that no change waits for this one while holding what this one
        // needs.
        await lockAccount(sql);
        const result = await work(sql);
        const now = new Date(clock.now());
        const configuration = await writeNext(sql, account, { by, now, room });
        return { result, configuration };
      });
      const { result, configuration } = await written.catch((error: unknown) => {
        if (isUnavailable(error)) void latest.tellUnheard(account, known);
        throw error;
      });
      latest.tell(latest.keep(configuration));
      return result;
    },
  };
}

function newestOf(bytes: number): SizedMap<AccountId, Configuration> {
  const kept = new SizedMap<AccountId, Configuration>({
    ...{ entries: tableLimits.configurations, bytes, sizeOf: jsonBytes },
  });
  return kept;
}

/** The latest version of each account, read on first use and updated by the bus. */
class LatestVersions {
  readonly #records: Records;
  readonly #bus: Bus;
  readonly #kept: SizedMap<AccountId, Configuration>;

  constructor(records: Records, bus: Bus, bytes: number) {
    this.#kept = newestOf(bytes);
    this.#records = records;
    this.#bus = bus;
    subscribe(bus, accountRemoved, ({ account }) => void this.#kept.delete(account));
    subscribe(bus, configurationChanged, ({ account, version }) => {
      const kept = this.#kept.get(account);
      if (kept !== undefined && kept.version < version) this.#kept.delete(account);
    });
  }

  kept(account: AccountId): Configuration | undefined {
    return this.#kept.get(account);
  }

  async of(account: AccountId): Promise<Configuration> {
    return this.#kept.get(account) ?? this.#readNewest(account);
  }

  /** Returns the cached version, which may be newer. */
  keep(configuration: Configuration): Configuration {
    const { account, version } = configuration;
    const kept = this.#kept.get(account);
    if (kept !== undefined && kept.version > version) return kept;
    this.#kept.set(account, configuration);
    return configuration;
  }

  tell({ account, version }: Configuration): void {
    publish(this.#bus, configurationChanged, { account, version });
  }

  /** The connection may have broken after a version was written. Then nobody else reports it. */
  async tellUnheard(account: AccountId, known: number): Promise<void> {
    for (;;) {
      try {
        // Waits for a transaction that may still be writing it.
        await this.#records.withAccount(account, (sql) =>
          sql.rows('SELECT 1 FROM accounts FOR SHARE'),
        );
        const newest = await this.#readNewest(account);
        if (newest.version > known) this.tell(newest);
        return;
      } catch (error) {
        if (!isUnavailable(error)) return;
      }
      await pause(lookAgainMs, undefined, { ref: false });
    }
  }

  async #readNewest(account: AccountId): Promise<Configuration> {
    const row = await this.#records.withAccount(account, (sql) =>
      sql.row<Row>('SELECT document FROM configuration_versions ORDER BY version DESC LIMIT 1'),
    );
    if (row === undefined) throw refuse('request.not_found');
    return this.keep(Configuration.parse(row.document));
  }
}

async function readRestingNames(sql: Sql): Promise<ReadonlyMap<CampaignId, string>> {
  const rows = await sql.rows<{ id: string; name: string }>(
    `SELECT id, live->>'name' AS name FROM campaigns WHERE state <> 'running' AND live IS NOT NULL`,
  );
  return new Map(rows.map(({ id, name }) => [CampaignId.parse(id), name]));
}

async function readGoalsSince(sql: Sql): Promise<ReadonlyMap<GoalId, number>> {
  const rows = await sql.rows<{ id: string; since: Date }>(
    'SELECT id, reached_since AS since FROM goals WHERE reached_since IS NOT NULL',
  );
  return new Map(rows.map(({ id, since }) => [GoalId.parse(id), since.getTime()]));
}

function isUnavailable(error: unknown): boolean {
  return problemFor(error).code === 'engine.unavailable';
}

/** One that was larger already may shrink, so that whatever runs can always be stopped. */
async function refuseLarger(sql: Sql, next: Configuration, mostBytes: number): Promise<void> {
  const bytes = jsonBytes(next);
  if (bytes <= mostBytes) return;
  const before = await sql.row<Row>(
    'SELECT document FROM configuration_versions ORDER BY version DESC LIMIT 1',
  );
  if (before === undefined || bytes > jsonBytes(before.document)) throw refuse('account.full');
}

/**
 * The increment locks the account's row, so that versions follow each other without gaps. It also
 * records since when the holdout has had its share and each goal its present event, because finding
 * that later would mean reading all versions.
 */
async function writeNext(
  sql: Sql,
  account: AccountId,
  { by, now, room }: { readonly by: string; readonly now: Date; readonly room: ConfigurationRoom },
): Promise<Configuration> {
  const bumped = await sql.row<{ configuration_version: number }>(
    `UPDATE accounts SET configuration_version = configuration_version + 1,
       holdout_share = (settings->>'holdout')::integer,
       holdout_since = CASE WHEN holdout_share IS DISTINCT FROM (settings->>'holdout')::integer
         THEN $1 ELSE holdout_since END
     RETURNING configuration_version`,
    [now],
  );
  if (bumped === undefined) throw refuse('request.not_found');
  await sql.run(
    `UPDATE goals SET reached_by = ${reachedBy}, reached_since = $1
     WHERE reached_by IS DISTINCT FROM ${reachedBy}`,
    [now],
  );
  await turnPeriods(sql, account, now);
  await turnRuns(sql, account, now);
  const configuration = await withScoresSince(sql, await assembleConfiguration(sql, account), now);
  await refuseLarger(sql, configuration, room.configuration);
  await sql.run(
    `INSERT INTO configuration_versions (account, version, document, changed_by, changed_at)
     VALUES ($1, $2, $3, $4, $5)`,
    [account, configuration.version, JSON.stringify(configuration), by, now],
  );
  return configuration;
}

const reachedBy = `jsonb_build_array(document->'event', document->'key', document->'trust')`;

/** Adds since when its score nodes have been named, known from the previous version. */
async function withScoresSince(
  sql: Sql,
  configuration: Configuration,
  now: Date,
): Promise<Configuration> {
  const { scores } = compileConfiguration(configuration);
  if (scores.length === 0) return configuration;
  const row = await sql.row<Row>(
    'SELECT document FROM configuration_versions ORDER BY version DESC LIMIT 1',
  );
  const before = row === undefined ? null : compileConfiguration(Configuration.parse(row.document));
  return { ...configuration, scoresSince: scoresSince(scores, before, now.getTime()) };
}
