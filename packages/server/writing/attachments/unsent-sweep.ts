// Removes files that no message carries: the sending was cancelled, the page was closed, or the
// message never came. Removes some at a time, once an hour for every account. Failed removals are
// retried in the next round.
import type { AttachmentStore } from '@opportune/core/ports/attachments.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { attachmentLimits } from '@opportune/protocol/limits/conversations.ts';
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

/** Sweeps now and every hour. The returned function stops it. */
export function sweepUnsent(use: SweepDependencies): () => void {
  let closed = false;
  const notRemoved = (error: unknown): void => use.log.warn(failed, { reason: String(error) });
  /** One account after another. A failure of one does not stop the others. */
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

/** An hour longer than a file may take, so that files being sent are not removed. */
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
      // A file that cannot be removed does not stop the others, but an unavailable store is not
      // called for all of them.
      if (failures.push(error) === mostFailures) break;
    }
  }
  if (failures.length > 0) throw failures[0];
}
const mostFailures = 10;
