// Needs by REST: the list, for managers to keep; the need of a conversation, for agents to see and
// to name.
import { ConversationId } from '@opportune/protocol/ids.ts';
import { IfMatch } from '@opportune/protocol/rest/common.ts';
import {
  ConversationNeed,
  NeedListDraft,
  NeedNamed,
  RevisedNeedList,
} from '@opportune/protocol/rest/conversation/needs.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import { principalOf } from '../http/access/principal.ts';
import { saveWhole, savedWhole, withRevision } from '../http/rest/whole-document.ts';
import type { Needs } from './needs.ts';

export function needRoutes(app: App, needs: Needs): void {
  const tags = ['Needs'];
  const params = z.object({ id: ConversationId });

  app.get(
    '/api/v1/needs',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'What visitors may want, and how well it is told apart',
        response: { 200: RevisedNeedList },
      },
    },
    async (request) => withRevision(NeedListDraft, await needs.list(principalOf(request).account)),
  );
  app.put(
    '/api/v1/needs',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Replace the list of needs',
        description: `An entry without an id is new. One left out is taken off the list; the labels that it gave stay. ${savedWhole}`,
        headers: IfMatch,
        body: NeedListDraft,
        response: { 200: RevisedNeedList },
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      return saveWhole(request, NeedListDraft, {
        read: () => needs.list(account),
        write: () => needs.replace(account, request.body),
      });
    },
  );
  app.get(
    '/api/v1/conversations/:id/need',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'What the visitor of a conversation wants',
        description: 'As an agent named it, and as it seems from what the visit shows.',
        params,
        response: { 200: ConversationNeed },
      },
    },
    async (request) => needs.of(principalOf(request).account, request.params.id),
  );
  app.put(
    '/api/v1/conversations/:id/need',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'Name what the visitor wanted',
        params,
        body: NeedNamed,
        response: { 200: ConversationNeed },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      return needs.name(account, request.params.id, user.id, request.body.need);
    },
  );
}
