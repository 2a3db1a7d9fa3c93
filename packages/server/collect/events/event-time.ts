// Event time: what the client's clock said, corrected by how far that clock is off. Attribution
// runs on it; moments run on the server's clock and never see it.
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import { intakeLimits } from '@opportune/protocol/limits.ts';

/**
 * `receivedAt − (sentAt − at)`, all ms, never after `receivedAt`; without `sentAt` the client's
 * clock is taken as right. Same correction as the Segment spec's `timestamp`.
 */
export function eventTime(at: number, sentAt: number | undefined, receivedAt: number): number {
  const corrected = sentAt === undefined ? at : receivedAt - (sentAt - at);
  return Math.floor(Math.min(corrected, receivedAt));
}

/**
 * The refusal of an event that happened too long ago, or null. History may be as old as it is, but what
 * claims to be from before 1970, or of its first instant, is a date that somebody left empty.
 */
export function ageProblem(at: number, receivedAt: number, imported: boolean): Problem | null {
  if (!imported)
    return receivedAt - at > intakeLimits.pastMs ? problem('event.too_old', { path: 'at' }) : null;
  const detail = 'It has no date: what is imported happened after 1970 began.';
  return at > 0 ? null : problem('event.too_old', { path: 'at', detail });
}
