// Conversations that belong together, by REST, for agents. What was done stands in both for agents to
// read. Everything is of the signed-in user's account.
import type { Aside } from '@opportune/protocol/conversation/conversation.ts';
import { type AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import { MergeInto, Merges } from '@opportune/protocol/rest/conversation/merging.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import { principalOf } from '../../http/access/principal.ts';
import type { Merged, Merging } from './merging.ts';

export interface MergingDesk {
  /** Notes something in a conversation, for agents only. */
  note(account: AccountId, conversation: ConversationId, aside: Aside): Promise<void>;
  /** Does what must not happen while the conversation is being taken up again. */
  inTurn<T>(account: AccountId, conversation: ConversationId, work: () => Promise<T>): Promise<T>;
}

export function mergingRoutes(app: App, merging: Merging, desk: MergingDesk): void {
  const config = { access: 'agent' } as const;
  const schema = { tags: ['Conversations'], params: z.object({ id: ConversationId }) };
  const noted = async (
    account: AccountId,
    type: 'merged' | 'separated',
    by: string,
    done: Merged | null,
  ): Promise<void> => {
    if (done === null) return;
    const { id, startedAt } = done.part;
    await desk.note(account, done.into, { type, by, conversation: id, startedAt });
  };
  app.get(
    '/api/v1/conversations/:id/merges',
    {
      config,
      schema: {
        ...schema,
        summary: 'What it was merged into, and what was merged into it',
        response: { 200: Merges },
      },
    },
    async (request) => merging.of(principalOf(request).account, request.params.id),
  );
  app.put(
    '/api/v1/conversations/:id/merges',
    {
      config,
      schema: {
        ...schema,
        summary: 'Merge a conversation that is over into another of the same visitor or customer',
        body: MergeInto,
        response: { 200: Merges },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      const { id } = request.params;
      const { into } = request.body;
      const done = await desk.inTurn(account, id, () => merging.merge(account, id, into, user.id));
      await noted(account, 'merged', user.name, done);
      return merging.of(account, id);
    },
  );
  app.delete(
    '/api/v1/conversations/:id/merges',
    {
      config,
      schema: {
        ...schema,
        summary: 'Separate a conversation from the one that it was merged into',
        response: { 200: Merges },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      const { id } = request.params;
      await noted(account, 'separated', user.name, await merging.separate(account, id));
      return merging.of(account, id);
    },
  );
}
