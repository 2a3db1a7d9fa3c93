// Takes away the files that no message carries: those whose sending was called off, whose page was
// closed, whose message never came. Some at a time, once an hour for every account; what the store
// cannot remove now is tried again then.
import type { AttachmentStore } from '@opportune/core/ports/attachments.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { attachmentLimits } from '@opportune/protocol/limits.ts';
import { againAndAgain } from '../../http/again-and-again.ts';
import { forgetFile, unsentFiles } from './attachment-rows.ts';

const hourMs = 3600_000;
const atOnce = 100;
const failed = 'unsent files were not removed';

export interface SweepDependencies {
  readonly records: Records;
  readonly store: AttachmentStore;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly log: Log;
  readonly accounts: () => Promise<readonly AccountId[]>;
}

/** Sweeps now and every hour; the returned function ends that. */
export function sweepUnsent(use: SweepDependencies): () => void {
  let closed = false;
  const notRemoved = (error: unknown): void => use.log.warn(failed, { reason: String(error) });
  /** One account after another; where one fails, the others have their turn all the same. */
  const round = async (): Promise<void> => {
    for (const account of await use.accounts())
      if (!closed) await sweepAccount(use, account).catch(notRemoved);
  };
  const end = againAndAgain(use, { failed, everyMs: hourMs }, round);
  return () => {
    closed = true;
    void end();
  };
}

/** An hour beyond the time within which one can be sent: what is being sent is not taken away. */
export async function sweepAccount(
  { records, store, clock }: Pick<SweepDependencies, 'records' | 'store' | 'clock'>,
  account: AccountId,
): Promise<void> {
  const before = clock.now() - attachmentLimits.unsentMs - hourMs;
  const found = await records.withAccount(account, (sql) => unsentFiles(sql, before, atOnce));
  const failures: unknown[] = [];
  for (const file of found) {
    try {
      await store.remove(file.key);
      await records.withAccount(account, (sql) => forgetFile(sql, file));
    } catch (error) {
      // One that cannot be removed keeps no other; a store that is away is not asked for all of them.
      if (failures.push(error) === mostFailures) break;
    }
  }
  if (failures.length > 0) throw failures[0];
}
const mostFailures = 10;
