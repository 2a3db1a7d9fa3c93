// Tags, dispositions and fields by REST: the lists, for managers to keep; those of a conversation, for
// agents to see and to give. Everything is of the signed-in user's account.
import { ConversationId } from '@opportune/protocol/ids.ts';
import { IfMatch } from '@opportune/protocol/rest/common.ts';
import {
  ConversationLabels,
  LabelListsDraft,
  LabelsChange,
  RevisedLabelLists,
} from '@opportune/protocol/rest/conversation/labels.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import { principalOf } from '../../http/access/principal.ts';
import { saveWhole, savedWhole, withRevision } from '../../http/rest/whole-document.ts';
import type { Labels } from './labels.ts';

export function labelRoutes(app: App, labels: Labels): void {
  const tags = ['Tags, dispositions and fields'];
  const params = z.object({ id: ConversationId });
  app.get(
    '/api/v1/conversation-labels',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'The lists of tags, dispositions and fields',
        response: { 200: RevisedLabelLists },
      },
    },
    async (request) =>
      withRevision(LabelListsDraft, await labels.lists(principalOf(request).account)),
  );
  app.put(
    '/api/v1/conversation-labels',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Replace lists of tags, dispositions and fields',
        description: `An entry without an id is new. One left out is taken off its list; conversations keep it. ${savedWhole}`,
        headers: IfMatch,
        body: LabelListsDraft,
        response: { 200: RevisedLabelLists },
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      return saveWhole(request, LabelListsDraft, {
        read: () => labels.lists(account),
        write: () => labels.replace(account, request.body),
      });
    },
  );
  app.get(
    '/api/v1/conversations/:id/labels',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'Tags, disposition and fields of a conversation',
        params,
        response: { 200: ConversationLabels },
      },
    },
    async (request) => labels.of(principalOf(request).account, request.params.id),
  );
  app.put(
    '/api/v1/conversations/:id/labels',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'Change tags, disposition and fields of a conversation',
        params,
        body: LabelsChange,
        response: { 200: ConversationLabels },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      return labels.change(account, request.params.id, user.id, request.body);
    },
  );
}
