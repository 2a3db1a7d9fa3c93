// What a visitor who is here is told, as frames of their browser.
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import type { Listener, Told } from '../../desk/audience/listener.ts';
import { forVisitor, photoIn } from './for-visitor.ts';
import { whoseOf } from './own-conversations.ts';
import type { WebChatParts } from './seams.ts';

type Use = Pick<WebChatParts, 'attachments' | 'photoOf'>;

/** `looksAtHome`: whether they may still have the home before them. */
export function listenOn(use: Use, link: ChatLink, looksAtHome: () => boolean): Listener {
  return {
    ...whoseOf(link),
    hear(told) {
      if (told.type !== 'person-free' || looksAtHome()) link.send(frameOf(use, link, told));
    },
  };
}

/** A message as their window gets it: with an address where it carries a file. */
export function addressed(
  { attachments }: Pick<Use, 'attachments'>,
  { account }: ChatLink,
  message: Message,
): Message {
  return attachments.forVisitor(account, message);
}

function frameOf(use: Use, link: ChatLink, told: Told): ServerFrame {
  switch (told.type) {
    case 'stands':
      return {
        type: 'chat.state',
        conversation: forVisitor(told.record, told.place, photoIn(use, link, told.record)),
      };
    case 'said': {
      const messages = told.messages.map((message) => addressed(use, link, message));
      const { conversation } = told;
      return { type: 'chat.messages', conversation, messages, complete: true };
    }
    case 'agent-typing':
      return { ...told, type: 'chat.typing' };
    case 'asks':
      return { ...told, type: 'chat.asks' };
    case 'spoken':
      return told.frame;
    case 'agents-online':
    case 'person-free':
      return { type: 'presence', agentsOnline: told.online };
  }
}
