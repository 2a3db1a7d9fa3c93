// Tags, dispositions and fields by REST: the lists, for managers to change, and those of a
// conversation, for agents. Everything belongs to the signed-in user's account.
import { ConversationId } from '@opportune/protocol/ids.ts';
import {
  ConversationLabels,
  LabelListsDraft,
  LabelsChange,
  RevisedLabelLists,
} from '@opportune/protocol/rest/conversation/labels.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import type { Labels } from './labels.ts';
import { operation } from '../../http/rest/operation.ts';
import { resource } from '../../http/rest/resource.ts';

export function labelRoutes(app: App, labels: Labels): void {
  const tag = 'Tags, dispositions and fields';
  resource(app, {
    tag,
    name: 'ConversationLabelLists',
    item: '/conversation-labels',
    readers: 'agent',
    writers: 'manager',
    saved: LabelListsDraft,
    answer: RevisedLabelLists,
    read: ({ account }) => labels.lists(account),
    get: { summary: 'The lists of tags, dispositions and fields' },
    replace: {
      summary: 'Replace lists of tags, dispositions and fields',
      description:
        'An entry without an id is new. An entry that is left out is removed from its list, but conversations keep it.',
      errors: ['account.full'],
      handle: ({ account, body, unchanged }) => labels.replace(account, body, unchanged),
    },
  });
  const ofOne = {
    tag,
    access: 'agent',
    params: z.object({ id: ConversationId }),
    answer: ConversationLabels,
  } as const;
  operation(app, 'GET /conversations/:id/labels', {
    ...ofOne,
    id: 'getConversationLabels',
    summary: 'Tags, disposition and fields of a conversation',
    handle: ({ account, params }) => labels.of(account, params.id),
  });
  operation(app, 'PUT /conversations/:id/labels', {
    ...ofOne,
    id: 'changeConversationLabels',
    summary: 'Change tags, disposition and fields of a conversation',
    body: LabelsChange,
    handle: ({ account, user, params, body }) => labels.change(account, params.id, user.id, body),
  });
}
