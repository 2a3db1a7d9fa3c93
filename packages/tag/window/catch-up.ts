// Brings the messages of the conversation up to date: requests what comes after the last known one,
// page after page, until nothing is missing. Every message is there once, and no gap stays open.
import type { Frame, VisitorFrame } from '../wire.ts';
import { type ChatState, lastSequence, merge, without } from './state.ts';

/** Where its requests go. */
interface Asks {
  send(frame: VisitorFrame): void;
}

/** What the window knows. */
interface Known {
  state(): ChatState;
  set(change: Partial<ChatState>): void;
}

export interface CatchUp {
  /** Requests what the window does not have. `anew`: it is another conversation. */
  resume(anew?: boolean): void;
  take(frame: Frame<'chat.messages'>): void;
}

export function createCatchUp(bridge: Asks, { state, set }: Known): CatchUp {
  let cursor = 0;
  /** Whether an answer is still awaited. */
  let running = false;
  let received = 0;
  const ask = (conversation: string): void =>
    bridge.send({ type: 'chat.resume', conversation, after: cursor });
  /** Reports how far messages have come, once for each. */
  const sayReceived = (conversation: string): void => {
    const through = lastSequence(state());
    if (through <= received) return;
    received = through;
    bridge.send({ type: 'chat.received', conversation, through });
  };
  return {
    resume(anew) {
      if (anew) {
        received = 0;
        running = false;
      }
      const { conversation } = state();
      if (!conversation) return;
      // What was pushed while an answer was awaited leaves a gap before it: the cursor stays there.
      if (!running) cursor = lastSequence(state());
      running = true;
      ask(conversation.id);
    },
    take({ conversation, messages, complete }) {
      const before = state();
      if (conversation !== before.conversation?.id) return;
      const merged = merge(before.messages, messages);
      set({
        messages: merged,
        pending: without(before.pending, messages),
        ...(messages.some(({ author }) => author.type === 'agent') && { agentTyping: '' }),
      });
      sayReceived(conversation);
      if (!running && complete) return;
      // A live message may come between two pages. One right after the cursor leaves no gap. Any
      // other is requested again from the cursor, until that brings nothing new.
      const [first] = messages;
      const joins = first !== undefined && first.sequence <= cursor + 1;
      if (!complete || joins)
        cursor = Math.max(cursor, ...messages.map(({ sequence }) => sequence));
      if (!complete || (merged !== before.messages && !joins)) ask(conversation);
      else running = false;
    },
  };
}
