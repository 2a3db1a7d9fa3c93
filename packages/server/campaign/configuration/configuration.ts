// Versions of an account's configuration: each change of settings, sites, sections, goals or
// campaigns writes the whole as the next version in the same transaction, then tells the bus.
// A version never changes once written; explanations and replays name the one they used.
import { compileConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import { scoresSince } from '@opportune/core/decision/configuration/follow-scores.ts';
import { publish, subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { configurationChanged } from '@opportune/protocol/bus/changes.ts';
import { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import { AccountId, CampaignId, GoalId } from '@opportune/protocol/ids.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { lockAccount } from '../../http/rest/lock-account.ts';
import { problemFor } from '../../http/problem/answer-errors.ts';
import { refuse } from '../../http/problem/refusal.ts';
import { assembleConfiguration } from './assemble.ts';
import { turnPeriods } from '../periods.ts';
import { turnRuns } from '../runs.ts';

export interface ConfigurationService {
  accounts(): Promise<readonly AccountId[]>;
  /** The latest version. Throws `request.not_found` for an account that is not there. */
  current(account: AccountId): Promise<Configuration>;
  at(account: AccountId, version: number): Promise<Configuration | null>;
  /** What campaigns are called that do not run now. */
  restingNames(account: AccountId): Promise<ReadonlyMap<CampaignId, string>>;
  /** Since when the account's holdout has had its share: the first of the newest versions that have it. */
  holdoutSince(account: AccountId): Promise<number>;
  /** Since when each goal is reached by what reaches it now: its event, its key and its trust. */
  goalsSince(account: AccountId): Promise<ReadonlyMap<GoalId, number>>;
  /** Runs the work and writes the next version in one transaction; nothing of either if it throws. */
  change<T>(account: AccountId, by: string, work: (sql: Sql) => Promise<T>): Promise<T>;
}

/** Accounts whose latest version is kept in memory; beyond, the one unused longest is read again. */
const keptAccounts = 1000;

/** How long before it is looked again whether a change was written of which nobody heard. */
const lookAgainMs = 1000;

interface Row {
  readonly document: unknown;
}

export function createConfigurationService(
  records: Records,
  bus: Bus,
  clock: Clock,
): ConfigurationService {
  const latest = new LatestVersions(records, bus);
  return {
    current: (account) => latest.of(account),
    async accounts() {
      const rows = await records.withoutAccount((sql) =>
        sql.rows<{ account: string }>('SELECT account FROM list_accounts()'),
      );
      return rows.map((row) => AccountId.parse(row.account));
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
        // First of all locks, so that no change waits for this one while it holds what this one needs.
        await lockAccount(sql);
        const result = await work(sql);
        const configuration = await writeNext(sql, account, by, new Date(clock.now()));
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

/** The latest version of each account, read when it is first asked for, and word of new ones. */
class LatestVersions {
  readonly #records: Records;
  readonly #bus: Bus;
  readonly #kept = new Map<AccountId, Configuration>();

  constructor(records: Records, bus: Bus) {
    this.#records = records;
    this.#bus = bus;
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

  /** Answers what is kept: a newer version where there is one. */
  keep(configuration: Configuration): Configuration {
    const { account, version } = configuration;
    const kept = this.#kept.get(account);
    if (kept !== undefined && kept.version > version) return kept;
    this.#kept.delete(account);
    this.#kept.set(account, configuration);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > keptAccounts && oldest !== undefined) this.#kept.delete(oldest);
    return configuration;
  }

  tell({ account, version }: Configuration): void {
    publish(this.#bus, configurationChanged, { account, version });
  }

  /** The line to the store may have broken after it had written a version: then nobody else says so. */
  async tellUnheard(account: AccountId, known: number): Promise<void> {
    for (;;) {
      try {
        // Waits for whoever may be writing it yet.
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

/**
 * The increment locks the account's row, so that versions follow each other without a gap. Since when the
 * holdout has had its share, and each goal is reached by what reaches it, is noted beside it: to find
 * that in the versions is to read them all.
 */
async function writeNext(
  sql: Sql,
  account: AccountId,
  by: string,
  now: Date,
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
  await sql.run(
    `INSERT INTO configuration_versions (account, version, document, changed_by, changed_at)
     VALUES ($1, $2, $3, $4, $5)`,
    [account, configuration.version, JSON.stringify(configuration), by, now],
  );
  return configuration;
}

const reachedBy = `jsonb_build_array(document->'event', document->'key', document->'trust')`;

/** With since when its score nodes have been named, which the version before it knows. */
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
