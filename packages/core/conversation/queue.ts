// Places in the queue: 1 is next, counted among those who wait for the same skill. Tells only the
// places that changed.
import type { ConversationId } from '@opportune/protocol/ids.ts';
import type { Desk } from './desk.ts';
import { queueOf } from './routing.ts';

/** Counts the places anew, keeps them, and answers those that differ from the last count. */
export function recount(desk: Desk): ReadonlyMap<ConversationId, number> {
  const counts = new Map<string, number>();
  const positions = new Map<ConversationId, number>();
  const moved = new Map<ConversationId, number>();
  for (const { id, skill } of queueOf(desk)) {
    const position = (counts.get(skill ?? '') ?? 0) + 1;
    counts.set(skill ?? '', position);
    positions.set(id, position);
    if (desk.positions.get(id) !== position) moved.set(id, position);
  }
  desk.positions = positions;
  return moved;
}
