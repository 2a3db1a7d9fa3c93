// Tells webhooks of decisions and conversions once they are durable. It follows the log of facts from
// the place of each webhook, which survives a restart, a part at a time. The path of events knows
// nothing of it and never waits for it.
import { publish, subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
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
import { moveOn, type ToldWebhook, toldOfFacts } from './fact-place.ts';
import { readFacts } from './read-facts.ts';

export interface FactTelling {
  readonly records: Records;
  readonly facts: Pick<FactStore, 'query'>;
  readonly jobs: Pick<JobStore, 'make' | 'isFull'>;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly schedule: Schedule;
}

/** Returns a function that stops it and resolves once a running part is stored. */
export function tellFacts(use: FactTelling): () => Promise<void> {
  // Whether there may be news: at the start, and after each batch that brought some.
  let isDue = true;
  let isClosed = false;
  const stop = subscribe(use.bus, factsStored, ({ accounts }) => {
    isDue ||= accounts.some(({ campaigns, goals }) => campaigns.length + goals.length > 0);
  });
  const again = {
    failed: 'webhooks were not told of decisions and conversions',
    everyMs: webhookLimits.factsEveryMs,
  };
  const stopAgain = againAndAgain(use, again, async () => {
    if (!isDue) return;
    isDue = false;
    try {
      await tellAll(use, () => isClosed);
    } catch (error) {
      isDue = true;
      throw error;
    }
  });
  return () => {
    isClosed = true;
    stop();
    return stopAgain();
  };
}

async function tellAll(use: FactTelling, isClosed: () => boolean): Promise<void> {
  const rows = await use.records.withoutAccount((sql) =>
    sql.rows<{ readonly account: string }>('SELECT account FROM accounts_told_of_facts()'),
  );
  for (const row of rows) {
    const account = AccountId.parse(row.account);
    const webhooks = await use.records.withAccount(account, toldOfFacts);
    for (const webhook of webhooks) {
      for (let at: ToldWebhook | null = webhook; at !== null && !isClosed();)
        at = await tellPart(use, account, at);
    }
  }
}

/** The webhook at its next place, or null if there was no more for it. */
async function tellPart(
  use: FactTelling,
  account: AccountId,
  webhook: ToldWebhook,
): Promise<ToldWebhook | null> {
  const { id, events, through } = webhook;
  const most = webhookLimits.factsAtOnce;
  const read = await readFacts(use.facts, account, { through, most, events });
  const last = read.at(-1);
  if (last === undefined) return null;
  const isMoved = await use.records.withAccount(account, async (sql) => {
    if (!(await moveOn(sql, webhook, last.ordinal))) return false;
    if (await isFull(use, sql, id)) await noteDropped(sql, id, read.length);
    else
      for (const { happening } of read) await store(use, sql, { account, webhook: id }, happening);
    return true;
  });
  publish(use.bus, jobsMade, { account });
  return isMoved && read.length >= most ? { ...webhook, through: last.ordinal } : null;
}
