// Whether an event came in time to fire moments, or only changes facts.
import type { AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';

/**
 * Live: fires moments. Late: over a minute old on arrival. Imported: history with its own times.
 */
export type Timeliness = 'live' | 'late' | 'imported';

/** On the visitor's clock: an imported event happened at its own time, any other on receipt. */
export function clockOf({ imported, at, receivedAt }: AcceptedEvent): number {
  return imported ? at : receivedAt;
}

export function timelinessOf(event: AcceptedEvent): Timeliness {
  if (event.imported) return 'imported';
  return event.receivedAt - event.at > intakeLimits.liveMs ? 'late' : 'live';
}
