// Event time: the client's time, corrected by the offset of the client's clock. Attribution uses
// it. Moments use the server's clock and never see it.
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';

/**
 * `receivedAt − (sentAt − at)`, in milliseconds, never later than `receivedAt`. Without `sentAt`,
 * the client's clock counts as right. The same correction as the Segment spec's `timestamp`.
 */
export function eventTime(at: number, sentAt: number | undefined, receivedAt: number): number {
  const corrected = sentAt === undefined ? at : receivedAt - (sentAt - at);
  return Math.floor(Math.min(corrected, receivedAt));
}

/**
 * The refusal of an event that happened too long ago, or null. History may be of any age from 1970
 * on. A date before 1970, or its very first instant, is one that was left empty.
 */
export function ageProblem(at: number, receivedAt: number, imported: boolean): Problem | null {
  if (!imported)
    return receivedAt - at > intakeLimits.pastMs ? problem('event.too_old', { path: 'at' }) : null;
  const detail = 'It has no date. Imported events need a date after 1970-01-01.';
  return at > 0 ? null : problem('event.too_old', { path: 'at', detail });
}
