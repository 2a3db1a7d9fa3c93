// Conversations that are to begin by a call, whose page has not proposed it yet. They ring at agents as
// calls, so a page that never does must not leave them so: they go on in writing.
import type { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import { spokenLimits } from '@opportune/protocol/limits/calls.ts';
import type { Calls } from './calls.ts';
import type { CallParts } from './seams.ts';

export interface Expected {
  expect(account: AccountId, conversation: ConversationId): void;
  close(): void;
}

interface Waits {
  readonly account: AccountId;
  readonly cancel: () => void;
}

export function createExpected(
  { desks, schedule }: Pick<CallParts, 'desks' | 'schedule'>,
  calls: Pick<Calls, 'inConversation'>,
): Expected {
  const waiting = new Map<ConversationId, Waits>();
  const write = (account: AccountId, id: ConversationId): void => {
    if (calls.inConversation(id) === undefined)
      desks.open(account)?.apply({ type: 'conversation.write', id });
  };
  return {
    expect(account, id) {
      if (waiting.has(id)) return;
      const own = [...waiting.values()].filter((each) => each.account === account);
      const isFull =
        waiting.size >= spokenLimits.expected || own.length >= spokenLimits.accountExpected;
      if (isFull) return write(account, id);
      const cancel = schedule(spokenLimits.expectedMs, () => {
        waiting.delete(id);
        write(account, id);
      });
      waiting.set(id, { account, cancel });
    },
    close() {
      for (const { cancel } of waiting.values()) cancel();
      waiting.clear();
    },
  };
}
