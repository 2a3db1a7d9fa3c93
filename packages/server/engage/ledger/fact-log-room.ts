// Room on the disk of the facts: while the log's last attempt failed for want of it, new events are
// refused before anything is applied, so that no sender waits for an answer that cannot come. What
// was taken before goes on being tried by the ledger, which so finds out that there is room again.
import type { FactLog } from '@opportune/core/ports/facts.ts';
import { problemFor } from '../../http/problem/answer-errors.ts';
import { refuse } from '../../http/problem/refusal.ts';
import type { Intake } from '../intake.ts';

export interface RoomyFactLog extends FactLog {
  /** True from a failure with `server.storage_full` until something is stored. */
  readonly isFull: boolean;
}

/** The log, noting whether there is room. */
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

/** The intake, refusing with `server.storage_full` (retry) while there is no room. */
export function refusingWhenFull(intake: Intake, log: RoomyFactLog): Intake {
  return {
    accept: (batch) =>
      log.isFull ? Promise.reject(refuse('server.storage_full')) : intake.accept(batch),
    attach: (link) => intake.attach(link),
  };
}
