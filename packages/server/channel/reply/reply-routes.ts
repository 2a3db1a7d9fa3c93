// What agents ask before they answer over a channel: until when they may, and which templates there
// are.
import { ChannelId, ConversationId } from '@opportune/protocol/ids.ts';
import { ControlOutcome, ControlRequest } from '@opportune/protocol/rest/channel/control.ts';
import { ReplyWindow, TemplateList } from '@opportune/protocol/rest/channel/channels.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import { operation } from '../../http/rest/operation.ts';
import type { Control } from './control.ts';
import type { ReadReplyWindow } from './reply-window.ts';
import type { Templates } from './templates.ts';

export interface Replying {
  readonly templates: Templates;
  readonly window: ReadReplyWindow;
  readonly control: Control;
}

const ofChannels = { tag: 'Channels', access: 'agent' } as const;
const params = z.object({ id: ChannelId });

export function replyRoutes(app: App, { templates, window, control }: Replying): void {
  operation(app, 'GET /channels/:id/templates', {
    ...ofChannels,
    id: 'listTemplates',
    summary: 'The templates of a channel, with their approval',
    description: 'The provider is asked once. After that, the answer is what was kept.',
    params,
    answer: TemplateList,
    errors: ['channel.unread'],
    handle: ({ account, params: { id } }) => templates.list(account, id),
  });
  operation(app, 'POST /channels/:id/templates/refresh', {
    ...ofChannels,
    id: 'refreshTemplates',
    summary: 'Read the templates of a channel again',
    params,
    answer: TemplateList,
    errors: ['channel.unread'],
    handle: ({ account, params: { id } }) => templates.refresh(account, id),
  });
  operation(app, 'GET /conversations/:id/reply-window', {
    tag: 'Conversations',
    access: 'agent',
    id: 'readReplyWindow',
    summary: 'Until when a conversation may be answered in free text',
    description:
      'Some channels allow free text only for some hours after the contact’s newest message.',
    params: z.object({ id: ConversationId }),
    answer: ReplyWindow,
    handle: ({ account, params: { id } }) => window(account, id),
  });
  operation(app, 'POST /conversations/:id/control', {
    tag: 'Conversations',
    access: 'agent',
    id: 'controlConversation',
    summary: 'Take a conversation from another app at the provider, ask for it, or pass it on',
    description:
      'For Messenger and Instagram, where several apps may share a page or account. What was done is noted in the conversation.',
    params: z.object({ id: ConversationId }),
    body: ControlRequest,
    answer: ControlOutcome,
    errors: ['conversation.not_yours'],
    handle: ({ principal, params: { id }, body }) => control(principal, id, body),
  });
}
