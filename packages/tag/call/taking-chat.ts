// Applies what the server says of the conversation to a call that begins with it, or that is over
// without the page having heard.
import type { Frame } from '../wire.ts';
import type { Asked } from './asked.ts';
import type { Over, SpeakStore } from './state.ts';

export function createChatTaking(
  { state, window }: SpeakStore,
  asked: Asked,
  takeOver: (over: Over | null) => void,
) {
  return {
    /** The conversation that is to begin by a call is there. */
    begun({ conversation, request }: Frame<'chat.state'>): void {
      if (!request || request !== window.state().request?.request) return;
      const givenUp = asked.takeBegun(request);
      if (!state().isBeginning && !givenUp) return;
      // Who would rather write asks too, and leaves in writing: it rings as a call no more.
      if (state().hasVoice || givenUp === 'writes') return asked.ask(conversation.id);
      // They thought better of it meanwhile.
      window.bridge.send({ type: 'chat.end', conversation: conversation.id });
    },
    /** It did not begin, and the window says why. */
    refused(): void {
      const { request, conversation } = window.state();
      asked.dropsAllBut(request?.request);
      if (state().isBeginning && state().hasVoice && !request && !conversation) takeOver(null);
    },
    /** All that was missed is there, and no call was stated before it. */
    missed({ conversation }: Frame<'chat.messages'>): void {
      if (conversation === state().call?.conversation) return takeOver(null);
      if (conversation === window.state().conversation?.id) asked.missesNothing();
    },
  };
}
