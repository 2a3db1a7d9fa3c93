// Visitors' chats as a feature: what carries their frames asks it.
import type { VisitorChat } from '@opportune/core/ports/visitor-chat.ts';
import type { Feature } from '../../http/feature.ts';
import type { WebChatDependencies } from './seams.ts';
import { createVisitorChat } from './visitor-chat.ts';

export interface WebChatFeature extends Feature {
  readonly chat: VisitorChat;
}

export function createWebChat({
  world,
  visitors,
  admission,
  forms,
  home,
  writing,
  ...given
}: WebChatDependencies): WebChatFeature {
  const parts = { ...world, ...visitors, ...admission, ...forms, ...home, ...writing, ...given };
  return { name: 'web chat', chat: createVisitorChat(parts) };
}
