// Bounds file downloads: how many one payer has at a time, and how slowly they may be read. It
// reads and writes no file itself.
import type { ServerResponse } from 'node:http';
import { finished } from 'node:stream';
import type { Budgets, Place } from '@opportune/core/ports/budgets.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import { attachmentLimits } from '@opportune/protocol/limits/conversations.ts';
import { refuse } from '../problem/refusal.ts';

export interface Downloads {
  /**
   * Holds a place until the response ends. Ends the response if it is read too slowly or takes too
   * long in total. Throws `rate.files` if a payer has no place left.
   */
  hold(response: ServerResponse, places: readonly Place[]): void;
}

export function createDownloads(budgets: Budgets, schedule: Schedule): Downloads {
  return {
    hold(response, places) {
      const leave = budgets.enter(places);
      if (leave === null) throw refuse('rate.files');
      const stop = keepPace(response, schedule);
      // Also runs if the response has already ended, because the client may have disconnected
      // meanwhile.
      finished(response, () => {
        stop();
        leave();
      });
    },
  };
}

/** Checks after each interval that enough was sent. Time spent waiting for the store counts too. */
function keepPace(response: ServerResponse, schedule: Schedule): () => void {
  const { paceMs, paceBytes, transferMs } = attachmentLimits;
  /** Null until the first whole interval of sending begins. */
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

/** Bytes of the connection that the system has accepted. Null until the response has begun. */
function bytesSent({ headersSent, socket }: ServerResponse): number | null {
  return headersSent && socket !== null ? socket.bytesWritten - socket.writableLength : null;
}
