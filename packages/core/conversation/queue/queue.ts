// Places in the queue: one more than the number of conversations served before that compete for an
// agent, present or not. So 1 is next. Also the wait of each, in steps. Returns only what changed.
import type { ConversationId } from '@opportune/protocol/ids.ts';
import type { Desk, QueuePlace } from '../desk.ts';
import { queueOf } from './queue-order.ts';
import { reachNow } from '../routing/routing.ts';
import { compete, type Reach, reachKey } from '../routing/skill-plan.ts';
import { toldWait, waitOf, Waits } from './wait.ts';

/** Waiting conversations that may be given to the same agents. */
interface Group {
  readonly reach: Reach;
  count: number;
  readonly rivals: Group[];
}

/** Recomputes and stores the places. Returns those that differ from the last count. */
export function recount(desk: Desk): ReadonlyMap<ConversationId, QueuePlace> {
  const groups = new Map<string, Group>();
  const waits = new Waits(desk);
  const places = new Map<ConversationId, QueuePlace>();
  const moved = new Map<ConversationId, QueuePlace>();
  for (const conversation of queueOf(desk)) {
    const reach = reachNow(desk, conversation);
    const group = groupOf(desk, groups, reach);
    group.count += 1;
    const position = group.rivals.reduce((sum, { count }) => sum + count, 0);
    const before = desk.places.get(conversation.id);
    const waitS = toldWait(before?.waitS ?? null, waitOf(waits, desk, conversation));
    waits.meet(reach, conversation.ring !== null);
    places.set(conversation.id, { position, waitS });
    if (before?.position !== position || before.waitS !== waitS)
      moved.set(conversation.id, { position, waitS });
  }
  desk.places = places;
  return moved;
}

/** Each group is among its own rivals. */
function groupOf({ plan }: Desk, groups: Map<string, Group>, reach: Reach): Group {
  const key = reachKey(reach);
  const known = groups.get(key);
  if (known !== undefined) return known;
  const group: Group = { reach, count: 0, rivals: [] };
  groups.set(key, group);
  for (const other of groups.values()) {
    if (!compete(plan, reach, other.reach)) continue;
    group.rivals.push(other);
    if (other !== group) other.rivals.push(group);
  }
  return group;
}
