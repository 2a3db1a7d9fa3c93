// Files on their way out: so many of one payer at a time, and only as long as their reader takes them.
// It reads and writes nothing itself.
import type { ServerResponse } from 'node:http';
import { finished } from 'node:stream';
import type { Budgets, Place } from '@opportune/core/ports/budgets.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import { attachmentLimits } from '@opportune/protocol/limits.ts';
import { refuse } from '../problem/refusal.ts';

export interface Downloads {
  /**
   * Holds places until an answer is over, and ends the answer where too little of it leaves or all of it
   * takes too long. Throws `rate.files` where a payer has no place left.
   */
  hold(response: ServerResponse, places: readonly Place[]): void;
}

export function createDownloads(budgets: Budgets, schedule: Schedule): Downloads {
  return {
    hold(response, places) {
      const leave = budgets.enter(places);
      if (leave === null) throw refuse('rate.files');
      const stop = keepPace(response, schedule);
      // Also where it is over already: whoever asked may have gone meanwhile.
      finished(response, () => {
        stop();
        leave();
      });
    },
  };
}

/** Looks after each span whether enough left in it. What the store keeps waiting for counts too. */
function keepPace(response: ServerResponse, schedule: Schedule): () => void {
  const { paceMs, paceBytes, transferMs } = attachmentLimits;
  /** Null until a span begins in which all of it could be sent. */
  let before: number | null = null;
  let spans = 0;
  const look = (): void => {
    const sent = bytesSent(response);
    if (sent !== null) spans += 1;
    const isSlow = sent !== null && before !== null && sent - before < paceBytes;
    if (isSlow || spans * paceMs >= transferMs) return void response.destroy();
    before = sent;
    cancel = schedule(paceMs, look);
  };
  let cancel = schedule(paceMs, look);
  return () => cancel();
}

/** What the system took of a connection's bytes; null until the answer has begun. */
function bytesSent({ headersSent, socket }: ServerResponse): number | null {
  return headersSent && socket !== null ? socket.bytesWritten - socket.writableLength : null;
}
