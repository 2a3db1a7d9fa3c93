// Needs by REST: the list, for managers to keep; the need of a conversation, for agents to see and
// to name.
import { ConversationId } from '@opportune/protocol/ids.ts';
import {
  ConversationNeed,
  NeedListDraft,
  NeedNamed,
  RevisedNeedList,
} from '@opportune/protocol/rest/conversation/needs.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import type { Needs } from './needs.ts';
import { operation } from '../http/rest/operation.ts';
import { resource } from '../http/rest/resource.ts';

export function needRoutes(app: App, needs: Needs): void {
  const tag = 'Needs';
  resource(app, {
    tag,
    name: 'Needs',
    item: '/needs',
    readers: 'agent',
    writers: 'manager',
    saved: NeedListDraft,
    answer: RevisedNeedList,
    read: ({ account }) => needs.list(account),
    get: { summary: 'The needs, and how well they are recognised' },
    replace: {
      summary: 'Replace the list of needs',
      description:
        'An entry without an id is new. An entry that is left out is removed from the list, but its labels stay.',
      errors: ['account.full'],
      handle: ({ account, body, unchanged }) => needs.replace(account, body, unchanged),
    },
  });
  const ofOne = {
    tag,
    access: 'agent',
    params: z.object({ id: ConversationId }),
    answer: ConversationNeed,
  } as const;
  operation(app, 'GET /conversations/:id/need', {
    ...ofOne,
    id: 'getConversationNeed',
    summary: 'What the visitor of a conversation wants',
    description: 'As an agent named it, and as estimated from the visit.',
    handle: ({ account, params }) => needs.of(account, params.id),
  });
  operation(app, 'PUT /conversations/:id/need', {
    ...ofOne,
    id: 'nameConversationNeed',
    summary: 'Name what the visitor wanted',
    body: NeedNamed,
    handle: ({ account, user, params, body }) => needs.name(account, params.id, user.id, body.need),
  });
}
