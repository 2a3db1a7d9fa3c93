// Whose voice belongs in the recording of a call: what customers and the team hear of each other, and
// nothing else. On hold, in a consultation, or whispered, nothing is recorded.
import type { LegId } from '@opportune/protocol/ids.ts';
import { type Call, isAgent, isCustomer, type Route } from './call.ts';

/** By the table as last told, each leg once. */
export function recordedIn(call: Call): readonly LegId[] {
  const speaking = call.routes.flatMap((route) => speakerAcross(call, route) ?? []);
  return [...new Set(speaking)];
}

/** Null: the music, or two of one side. */
function speakerAcross({ legs }: Call, { from, to }: Route): LegId | null {
  if (from === 'music') return null;
  const [speaker, listener] = [legs.get(from), legs.get(to)];
  if (speaker === undefined || listener === undefined) return null;
  if (isCustomer(speaker)) return isAgent(listener) ? from : null;
  return speaker.party.type !== 'announcement' && isCustomer(listener) ? from : null;
}
