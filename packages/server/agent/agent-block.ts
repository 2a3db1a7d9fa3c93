// Lets an agent block a visitor, from a conversation that is their own, unassigned, or over. All
// open conversations of the visitor end without a wrap-up. Returns the code of a refusal, or null.
import { goingOn } from '@opportune/core/conversation/desk.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import type { Principal } from '../http/access/principal.ts';
import type { AccountDesk } from '../desk/account-desk.ts';
import type { AgentParts } from './seams.ts';

export async function blockVisitor(
  { store, clock }: Pick<AgentParts, 'store' | 'clock'>,
  desk: AccountDesk,
  { account, user }: Principal,
  id: ConversationId,
): Promise<ErrorCode | null> {
  const owner = goingOn(desk.desk, id)?.agent ?? null;
  if (owner !== null && owner !== user.id) return 'conversation.not_yours';
  const record = desk.record(id) ?? (await store.load(account, id));
  if (record === null) return 'request.not_found';
  // Runs in its address's write queue. What the visitor begins meanwhile ends with the rest, or is
  // refused.
  return desk.writes.ofAddress(record, async () => {
    await store.block(account, record, user.id, clock.now());
    const ended = desk.writes.records
      .of(record)
      .filter((each) => each === id || goesOn(desk, each))
      .map((each) => drop(desk, each, user.id));
    await Promise.all(ended);
    return null;
  });
}

function goesOn({ desk }: AccountDesk, id: ConversationId): boolean {
  const status = goingOn(desk, id)?.status;
  return status !== undefined && status !== 'wrap-up';
}

/** In the name of its owner. */
async function drop(
  desk: AccountDesk,
  id: ConversationId,
  by: Principal['user']['id'],
): Promise<void> {
  const user = goingOn(desk.desk, id)?.agent ?? by;
  await desk.apply({ type: 'conversation.drop', id, user }).stored;
}
