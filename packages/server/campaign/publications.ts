// Delays publications by a few seconds so that they can be undone. The row stores what is published
// and when, so it survives the process and a closed browser. An undone publication leaves no trace
// in versions, periods or revisions. Any other act of the campaign cancels it.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { Refusal, refuse } from '../http/problem/refusal.ts';
import { act } from './acts.ts';
import type { Permit } from './approval/permit.ts';
import { mustReadCampaign, writeCampaign } from './campaign-rows.ts';
import { readAtRevision } from './campaigns.ts';
import type { ConfigurationService } from './configuration/configuration.ts';
import { refuseIncomplete } from './validate.ts';

export interface Publications {
  /**
   * Publishes the present draft after `delayMs`. Throws `request.conflict`, `campaign.state`, what
   * `permit` throws, or
   * the reasons why a draft cannot go live.
   */
  ask(
    account: AccountId,
    by: string,
    id: string,
    wanted: { readonly revision: number; readonly delayMs: number; readonly permit: Permit },
  ): Promise<Campaign>;
  /** Throws `campaign.state` if nothing waits: it was already published or undone. */
  undo(account: AccountId, id: string): Promise<Campaign>;
  /** Resumes what waited when the previous process ended. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

export interface PublicationsParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly configurations: ConfigurationService;
  readonly log: Log;
}

interface Waiting {
  readonly account: AccountId;
  readonly id: string;
  readonly at: number;
}

/** The pause before a retry if the store was unavailable. */
const againMs = 2000;

export function createPublications(parts: PublicationsParts): Publications {
  return new WaitingPublications(parts);
}

class WaitingPublications implements Publications {
  readonly #parts: PublicationsParts;
  readonly #timers = new Map<string, () => void>();
  #running: Promise<void> = Promise.resolve();

  constructor(parts: PublicationsParts) {
    this.#parts = parts;
  }

  async ask(...[account, by, id, { revision, delayMs, permit }]: Parameters<Publications['ask']>) {
    const { records, clock } = this.#parts;
    const at = clock.now() + delayMs;
    const campaign = await records.withAccount(account, async (sql) => {
      const now = await readAtRevision(sql, id, revision);
      await permit(sql, now);
      const acted = act(now, 'publish');
      if (acted.type === 'refused') throw refuse(acted.code, { detail: acted.detail });
      await refuseIncomplete(sql, now.draft);
      await writeWaiting(sql, now, { at, by });
      return mustReadCampaign(sql, id);
    });
    this.#wait({ account, id, at });
    return campaign;
  }

  undo(account: AccountId, id: string): Promise<Campaign> {
    return this.#parts.records.withAccount(account, async (sql) => {
      const { publishing } = await mustReadCampaign(sql, id, 'FOR UPDATE');
      if (publishing === null)
        throw refuse('campaign.state', { detail: 'No publication is waiting.' });
      await forget(sql, id);
      return mustReadCampaign(sql, id);
    });
  }

  async resume(): Promise<void> {
    const { records, configurations } = this.#parts;
    for (const account of await configurations.accounts())
      for (const each of await records.withAccount(account, readWaiting))
        this.#wait({ account, ...each });
  }

  async close(): Promise<void> {
    for (const stop of this.#timers.values()) stop();
    this.#timers.clear();
    await this.#running;
  }

  #wait(waiting: Waiting, delayMs = waiting.at - this.#parts.clock.now()): void {
    this.#timers.get(waiting.id)?.();
    const stop = this.#parts.schedule(Math.max(0, delayMs), () => {
      this.#timers.delete(waiting.id);
      this.#running = this.#running.then(() => this.#publish(waiting));
    });
    this.#timers.set(waiting.id, stop);
  }

  async #publish(waiting: Waiting): Promise<void> {
    try {
      await publishDue(this.#parts, waiting);
    } catch (error) {
      this.#parts.log.warn('publication.failed', { campaign: waiting.id, error: String(error) });
      this.#wait(waiting, againMs);
    }
  }
}

/** Publishes what is due. Does nothing if it was undone or postponed meanwhile. */
async function publishDue(
  { records, clock, configurations, log }: PublicationsParts,
  { account, id }: Waiting,
): Promise<void> {
  const due = await records.withAccount(account, (sql) => readDue(sql, id, clock.now()));
  if (due === null) return;
  try {
    await configurations.change(account, due.by, (sql) => makeLive(sql, id, clock));
  } catch (error) {
    if (error instanceof Undone) return;
    if (!(error instanceof Refusal)) throw error;
    // Something that it refers to was removed meanwhile, so it can no longer go live.
    await records.withAccount(account, (sql) => forget(sql, id));
    log.warn('publication.refused', { campaign: id, error: String(error) });
  }
}

/** Throws `Undone` if it is no longer due. */
async function makeLive(sql: Sql, id: string, clock: Clock): Promise<void> {
  const campaign = await mustReadCampaign(sql, id, 'FOR UPDATE');
  const due = await readDue(sql, id, clock.now());
  if (due === null) throw new Undone();
  await refuseIncomplete(sql, due.document);
  // The draft and its revision stay, so that editors can continue.
  await writeCampaign(sql, {
    ...{ ...campaign, state: 'running', live: due.document, approval: null },
  });
}

/** Ends the transaction without a version. */
class Undone extends Error {}

interface Due {
  readonly document: CampaignDocument;
  readonly by: string;
}

async function readDue(sql: Sql, id: string, now: number): Promise<Due | null> {
  const row = await sql.row<{ publishes: unknown; by: string }>(
    'SELECT publishes, publishes_by AS by FROM campaigns WHERE id = $1 AND publishes_at <= $2',
    [id, new Date(now)],
  );
  return row === undefined ? null : { document: CampaignDocument.parse(row.publishes), by: row.by };
}

async function readWaiting(sql: Sql): Promise<readonly Omit<Waiting, 'account'>[]> {
  const rows = await sql.rows<{ id: string; at: Date }>(
    'SELECT id, publishes_at AS at FROM campaigns WHERE publishes_at IS NOT NULL',
  );
  return rows.map(({ id, at }) => ({ id, at: at.getTime() }));
}

async function writeWaiting(
  sql: Sql,
  { id }: Campaign,
  { at, by }: { readonly at: number; readonly by: string },
): Promise<void> {
  await sql.run(
    'UPDATE campaigns SET publishes = draft, publishes_at = $2, publishes_by = $3 WHERE id = $1',
    [id, new Date(at), by],
  );
}

async function forget(sql: Sql, id: string): Promise<void> {
  await sql.run(
    'UPDATE campaigns SET publishes = NULL, publishes_at = NULL, publishes_by = NULL WHERE id = $1',
    [id],
  );
}
