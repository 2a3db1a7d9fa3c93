// Notes in the transcript who speaks with the customer beside the agent who leads, and who of them
// leaves a call that goes on. Who comes to lead is noted with the conversation.
import type { Call } from '@opportune/core/call/call.ts';
import type { UserId } from '@opportune/protocol/ids.ts';
import type { CallRecords } from '../call-records.ts';
import type { Running } from '../running.ts';

/** What has changed since the last time. */
export function noteTeam(
  records: Pick<CallRecords, 'joined'>,
  running: Running,
  nameOf: (user: UserId) => string,
): void {
  const { call, beside: before } = running;
  running.beside = besideIn(call);
  for (const user of running.beside)
    if (!before.has(user)) records.joined(running, 'joined', nameOf(user));
  const owner = call.owner === null ? undefined : call.legs.get(call.owner)?.party;
  const leads = owner?.type === 'agent' ? owner.user : null;
  for (const user of before)
    if (!running.beside.has(user) && user !== leads) records.joined(running, 'left', nameOf(user));
}

/** Agents in one room with the customer, without who leads. A broken connection may come back. */
function besideIn({ legs, owner, aside }: Call): ReadonlySet<UserId> {
  const apart = [owner, aside?.by, aside?.with];
  return new Set(
    [...legs.values()].flatMap(({ id, party, state }) => {
      const isThere = state === 'connected' || state === 'lost';
      return party.type === 'agent' && isThere && !apart.includes(id) ? party.user : [];
    }),
  );
}
