// Tells webhooks of decisions and conversions once they are durable. It follows the log of facts from
// the place of each webhook, which survives a restart, a part at a time. The path of events knows
// nothing of it and never waits for it.
import { publish, subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import { atHome, type Homes } from '@opportune/core/cluster/homes.ts';
import type { JobStore } from '@opportune/core/ports/jobs.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock, Ids, Schedule } from '@opportune/core/world/world.ts';
import { factsStored, jobsMade } from '@opportune/protocol/bus/changes.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { webhookLimits } from '@opportune/protocol/limits/channels.ts';
import { againAndAgain } from '../../http/again-and-again.ts';
import { isFull, store } from '../tell-webhooks.ts';
import { noteDropped } from '../webhook-rows.ts';
import { moveOn, ordinalsPerMs, type ToldWebhook, toldOfFacts } from './fact-place.ts';
import { readFacts } from './read-facts.ts';

export interface FactTelling {
  readonly homes: Homes;
  readonly records: Records;
  readonly facts: Pick<FactStore, 'query'>;
  readonly jobs: Pick<JobStore, 'make' | 'isFull'>;
  readonly bus: Bus;
  readonly clock: Clock;
  /** The newest ordinal that anything has. */
  readonly newestOrdinal: () => number;
  readonly ids: Ids;
  readonly log: Log;
  readonly schedule: Schedule;
}

/** Parts of one webhook in a row. Others come next, and then the rest. */
const partsInARow = 5;
/** A place without anything to tell is moved this far behind, so that a look reads little. */
const placeBehind = 60_000 * ordinalsPerMs;

/** Returns a function that stops it and resolves once a running part is stored. */
export function tellFacts(use: FactTelling): () => Promise<void> {
  const news = new News(use.newestOrdinal());
  let isClosed = false;
  const stop = subscribe(use.bus, factsStored, ({ accounts }) => {
    for (const { account, campaigns, goals, through } of accounts)
      if (campaigns.length + goals.length > 0) news.add(account, through);
  });
  const again = {
    failed: 'webhooks were not told of decisions and conversions',
    everyMs: webhookLimits.factsEveryMs,
  };
  const stopAgain = againAndAgain(use, again, () => tellAll(use, news, () => isClosed));
  return () => {
    isClosed = true;
    stop();
    return stopAgain();
  };
}

/**
 * Accounts with facts that webhooks may not know, and up to which ordinal all of their facts are
 * stored: a batch is stored table by table, so what lies beyond may have gaps.
 */
class News {
  #untils = new Map<AccountId, number>();
  #isFirst = true;
  readonly #start: number;

  /** Everything before `start` is stored: nothing is under way when a process starts. */
  constructor(start: number) {
    this.#start = start;
  }

  add(account: AccountId, until: number): void {
    this.#untils.set(account, Math.max(until, this.#untils.get(account) ?? 0));
  }

  /** Forgets them. At the first time, of the accounts that are asked about, all. */
  take(told: () => Promise<readonly AccountId[]>): Promise<ReadonlyMap<AccountId, number>> {
    const taken = this.#untils;
    this.#untils = new Map();
    return this.#isFirst || taken.size > 0 ? this.#ofTold(taken, told) : Promise.resolve(taken);
  }

  async #ofTold(
    taken: ReadonlyMap<AccountId, number>,
    told: () => Promise<readonly AccountId[]>,
  ): Promise<ReadonlyMap<AccountId, number>> {
    try {
      const accounts = await told();
      const found = accounts.filter((account) => this.#isFirst || taken.has(account));
      this.#isFirst = false;
      return new Map(found.map((account) => [account, taken.get(account) ?? this.#start]));
    } catch (error) {
      for (const [account, until] of taken) this.add(account, until);
      throw error;
    }
  }
}

async function tellAll(use: FactTelling, news: News, isClosed: () => boolean): Promise<void> {
  const taken = await news.take(() => toldAccounts(use));
  for (const [account, until] of taken) {
    try {
      if (!(await tellAccount(use, account, until, isClosed))) news.add(account, until);
    } catch (error) {
      news.add(account, until);
      use.log.warn('webhooks of an account were not told of its facts', {
        ...{ account, reason: String(error) },
      });
    }
  }
}

async function toldAccounts({ records, homes }: FactTelling): Promise<readonly AccountId[]> {
  const rows = await records.withoutAccount((sql) =>
    sql.rows<{ readonly account: string }>('SELECT account FROM accounts_told_of_facts()'),
  );
  return atHome(
    homes,
    rows.map(({ account }) => AccountId.parse(account)),
  );
}

/** False if there is more. */
async function tellAccount(
  use: FactTelling,
  account: AccountId,
  until: number,
  isClosed: () => boolean,
): Promise<boolean> {
  let isDone = true;
  for (const webhook of await use.records.withAccount(account, toldOfFacts)) {
    let at: ToldWebhook | null = webhook;
    for (let part = 0; part < partsInARow && at !== null && !isClosed(); part++)
      at = await tellPart(use, account, at, until);
    if (at !== null) isDone = false;
  }
  return isDone;
}

/** The webhook at its next place, or null if there was no more for it. */
async function tellPart(
  use: FactTelling,
  account: AccountId,
  webhook: ToldWebhook,
  until: number,
): Promise<ToldWebhook | null> {
  const { id, from, through } = webhook;
  if (through >= until) return null;
  const most = webhookLimits.factsAtOnce;
  const read = await readFacts(use.facts, account, { through, until, most, from });
  const last = read.at(-1)?.ordinal;
  if (last === undefined) {
    if (until - through > placeBehind)
      await use.records.withAccount(account, (sql) => moveOn(sql, webhook, until));
    return null;
  }
  const isMoved = await use.records.withAccount(account, async (sql) => {
    if (!(await moveOn(sql, webhook, last))) return false;
    if (await isFull(use, sql, id)) await noteDropped(sql, id, read.length);
    else
      for (const { happening } of read) await store(use, sql, { account, webhook: id }, happening);
    return true;
  });
  publish(use.bus, jobsMade, { account });
  return isMoved && read.length >= most ? { ...webhook, through: last } : null;
}
