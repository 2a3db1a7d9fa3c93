// Compares the owners of each conversation with what is stored. It has one owner at a time, by its
// messages and by what consoles were told. Nobody writes after its end. At the end of the schedule
// it is over or a message. Each violation is a sentence.
import { readOwners } from '@opportune/core/sim/conversation-owners.test-support.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import type { Stored, Told } from './stored-truth.test-support.ts';

export function brokenStandings(
  truth: ReadonlyMap<ConversationId, Stored>,
  standings: Iterable<Told>,
): readonly string[] {
  const found: string[] = [];
  const owners = new Map<ConversationId, readonly (string | null)[]>();
  for (const [id, { status, messages }] of truth) {
    if (status !== 'ended' && status !== 'message') found.push(`${id} was forgotten: ${status}`);
    const read = readOwners(id, messages);
    found.push(...read.found);
    owners.set(id, read.owners);
  }
  for (const { id, through, owner } of standings) {
    const known = owners.get(id)?.[through];
    if (known !== owner && !(owner === null && isHalfBegun(truth.get(id)?.messages, through)))
      found.push(`${id} after #${through}: consoles were told of ${owner}, it is ${known}`);
  }
  return found;
}

/**
 * What an agent begins is stored in two steps. If interrupted between them, it waits with the first
 * message in it.
 */
function isHalfBegun(messages: readonly Message[] = [], through: number): boolean {
  const notes = messages.slice(0, through).map(({ body }) => body);
  const [first] = notes;
  return (
    first?.type === 'aside' &&
    first.aside.type === 'begun' &&
    notes.every(
      (body) => body.type !== 'system' || !['assigned', 'transferred'].includes(body.note.type),
    )
  );
}
