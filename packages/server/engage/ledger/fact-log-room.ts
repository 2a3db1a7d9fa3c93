// Refuses new events while the facts' disk is full, before anything is applied, so that no sender
// waits for an answer that cannot come. The disk counts as full while the log's last attempt failed
// for lack of space. The ledger keeps retrying earlier batches and so notices when there is space
// again.
import type { FactLog } from '@opportune/core/ports/facts.ts';
import { problemFor } from '../../http/problem/answer-errors.ts';
import { refuse } from '../../http/problem/refusal.ts';
import type { Intake } from '../intake.ts';

export interface RoomyFactLog extends FactLog {
  /** True from a failure with `server.storage_full` until something is stored. */
  readonly isFull: boolean;
}

/** Wraps the log and notes whether its disk is full. */
export function watchRoom(log: FactLog): RoomyFactLog {
  let isFull = false;
  return {
    get isFull() {
      return isFull;
    },
    async append(batch) {
      try {
        await log.append(batch);
        isFull = false;
      } catch (error) {
        isFull = problemFor(error).code === 'server.storage_full';
        throw error;
      }
    },
  };
}

/** Wraps the intake. Refuses with `server.storage_full` (retry) while the disk is full. */
export function refusingWhenFull(intake: Intake, log: RoomyFactLog): Intake {
  return {
    accept: (batch) =>
      log.isFull ? Promise.reject(refuse('server.storage_full')) : intake.accept(batch),
    attach: (link) => intake.attach(link),
  };
}
