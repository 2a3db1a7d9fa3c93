// What the visitor writes into a conversation: messages, taps and filled forms, each under its own
// id until the server has it, and the draft.
import { contentText } from '@opportune/content/message/message-text.ts';
import {
  isAnsweredOnce,
  respond,
  responseId,
  type Values,
} from '@opportune/content/message/respond.ts';
import type { MessageContent } from '@opportune/protocol/conversation/message-content.ts';
import type { Bridge } from '../core/bridge.ts';
import type { ChatStore } from './chat-store.ts';
import type { Files } from './files/files.ts';
import { sendMessage, sendPending } from './outgoing.ts';
import { changedIn, type Pending } from './state.ts';
import { createTyping } from './typing.ts';

export interface AskingMessage {
  readonly id: string;
  readonly content?: MessageContent | undefined;
}

export interface Writing {
  post(text: string): void;
  /** Taps a reply of a message, or fills in its form. */
  respond(to: AskingMessage, response: { choice: string } | { values: Values }): void;
  retry(id: string): void;
  type(text: string): void;
}

const textLength = 4000;

export function createWriting(bridge: Bridge, { state, set }: ChatStore, files: Files): Writing {
  const typing = createTyping(bridge, state);
  const queue = (message: Omit<Pending, 'at' | 'refused'>): void => {
    const { conversation, pending } = state();
    const waits = { ...message, at: Date.now(), refused: null };
    set({ pending: [...pending, waits] });
    if (conversation) sendMessage(bridge, conversation.id, waits);
  };
  const type = (draft: string): void => {
    set({ draft });
    typing.changed();
  };
  return {
    type,
    post(text) {
      queue({ id: bridge.newId(), text });
      type('');
    },
    respond(to, response) {
      const id = isAnsweredOnce(to.content) ? responseId(to.id) : bridge.newId();
      const responded = respond(to.content, response);
      if ('refused' in responded || state().pending.some((each) => each.id === id)) return;
      const { content } = responded;
      const text = contentText(content, textLength);
      queue({ id, text, content, response: { to: to.id, ...response } });
    },
    retry(id) {
      const { pending } = state();
      if (pending.find((each) => each.id === id)?.content?.type === 'attachment')
        return files.again(id);
      set({ pending: changedIn(pending, id, { refused: null }) });
      sendPending(bridge, state());
    },
  };
}
