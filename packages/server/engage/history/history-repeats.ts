// Keeps client ids unique for seven days [T3], although a profile remembers only the newest 2,000.
// For a visitor who sent more, the log is queried before an unknown id is applied. No other visitor
// is looked up.
import { isUnsure, recallId } from '@opportune/core/behaviour/recent/known-ids.ts';
import type { Profile } from '@opportune/core/behaviour/profile.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { refuse } from '../../http/problem/refusal.ts';
import type { VisitorHistory } from './visitor-history.ts';
import type { BatchResult, Intake, VisitorBatch } from '../intake.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { VisitorsWaiting } from '../owner/visitors-waiting.ts';

export interface RepeatsDependencies {
  readonly clock: Clock;
  readonly history: VisitorHistory;
  readonly ledger: Pick<Ledger, 'depth' | 'settle'>;
  readonly owner: Intake & {
    find(account: AccountId, visitor: VisitorId): { readonly state: Profile } | null;
    /** Loads the profile into memory, as the batch would. */
    prepare(batch: VisitorBatch): Promise<void>;
  };
}

/**
 * Wraps the owner's intake. An id that a profile has forgotten is then still treated as a repeat.
 */
export function withoutRepeats(use: RepeatsDependencies): Intake {
  const { owner, clock } = use;
  /** Visitors whose batches are being looked up. Later batches wait, which keeps the order. */
  const underway = new Map<string, Promise<void>>();
  const held = new VisitorsWaiting(tableLimits.lookUpBytes);

  function accept(batch: VisitorBatch): Promise<BatchResult> {
    const before = underway.size === 0 ? undefined : underway.get(keyOf(batch));
    if (before === undefined && (batch.fresh || isSure(batch))) return owner.accept(batch);
    return acceptAfter(before ?? Promise.resolve(), batch);
  }

  async function acceptAfter(before: Promise<void>, batch: VisitorBatch): Promise<BatchResult> {
    const key = keyOf(batch);
    if (underway.size >= tableLimits.lookUps && !underway.has(key))
      throw refuse('server.overloaded');
    const leave = held.enter(batch);
    if (leave === null) throw refuse('server.overloaded');
    const recalled = before.then(() => recall(use, batch)).finally(leave);
    const settled = recalled.catch(() => {});
    underway.set(key, settled);
    await recalled.finally(() => {
      if (underway.get(key) === settled) underway.delete(key);
    });
    return owner.accept(batch);
  }

  function isSure({ account, visitor }: VisitorBatch): boolean {
    const present = owner.find(account, visitor);
    return present !== null && clock.now() >= present.state.known.unsureUntil;
  }

  return { accept, attach: (link) => owner.attach(link) };
}

function keyOf({ account, visitor }: VisitorBatch): string {
  return `${account} ${visitor}`;
}

/** Restores into the profile those ids of a batch that are in the log but not in the profile. */
async function recall(use: RepeatsDependencies, batch: VisitorBatch): Promise<void> {
  const { owner, history, ledger, clock } = use;
  const { account, visitor } = batch;
  if (owner.find(account, visitor) === null) await owner.prepare(batch);
  const now = clock.now();
  const known = owner.find(account, visitor)?.state.known;
  if (known === undefined) return;
  const ids = batch.events.map(({ id }) => id).filter((id) => isUnsure(known, id, now));
  if (ids.length === 0) return;
  // The profile remembers ids that are not stored yet, unless very many wait: recalled ids need
  // space too.
  if (ledger.depth >= profileLimits.dedupeIds / 2) await ledger.settle();
  const sinceMs = now - profileLimits.dedupeMs;
  const stored = await history.stored(account, visitor, { ids, sinceMs }).catch(() => {
    throw refuse('server.failed');
  });
  for (const id of stored) recallId(known, id, now);
}
