// Places in the queue: one more than those who are served before and may be given to an agent that it
// may be given to, present or not. So 1 is next. Tells only the places that changed.
import type { ConversationId } from '@opportune/protocol/ids.ts';
import type { Desk } from './desk.ts';
import { queueOf } from './queue-order.ts';
import { reachNow } from './routing.ts';
import { compete, type Reach, reachKey } from './skills.ts';

/** Those who wait and may be given to the same agents. */
interface Group {
  readonly reach: Reach;
  count: number;
  readonly rivals: Group[];
}

/** Counts the places anew, keeps them, and answers those that differ from the last count. */
export function recount(desk: Desk): ReadonlyMap<ConversationId, number> {
  const groups = new Map<string, Group>();
  const positions = new Map<ConversationId, number>();
  const moved = new Map<ConversationId, number>();
  for (const talk of queueOf(desk)) {
    const group = groupOf(desk, groups, reachNow(desk, talk));
    group.count += 1;
    const position = group.rivals.reduce((sum, { count }) => sum + count, 0);
    positions.set(talk.id, position);
    if (desk.positions.get(talk.id) !== position) moved.set(talk.id, position);
  }
  desk.positions = positions;
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
