// Conversations that belong together, by REST, for agents. What was done stands in both for agents to
// read. Everything is of the signed-in user's account.
import type { Aside } from '@opportune/protocol/conversation/conversation.ts';
import { type AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import { MergeInto, Merges } from '@opportune/protocol/rest/conversation/merging.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import type { Merged, Merging } from './merging.ts';
import { operation } from '../../http/rest/operation.ts';

export interface MergingDesk {
  /** Notes something in a conversation, for agents only. */
  note(account: AccountId, conversation: ConversationId, aside: Aside): Promise<void>;
  /** Does what must not happen while the conversation is being taken up again. */
  inTurn<T>(account: AccountId, conversation: ConversationId, work: () => Promise<T>): Promise<T>;
}

const ofOne = {
  tag: 'Conversations',
  access: 'agent',
  params: z.object({ id: ConversationId }),
  answer: Merges,
} as const;

export function mergingRoutes(app: App, merging: Merging, desk: MergingDesk): void {
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
  operation(app, 'GET /conversations/:id/merges', {
    ...ofOne,
    id: 'listMerges',
    summary: 'What it was merged into, and what was merged into it',
    handle: ({ account, params }) => merging.of(account, params.id),
  });
  operation(app, 'PUT /conversations/:id/merges', {
    ...ofOne,
    id: 'mergeConversation',
    summary: 'Merge a conversation that is over into another of the same contact',
    body: MergeInto,
    errors: ['conversation.not_mergeable'],
    async handle({ account, user, params: { id }, body: { into } }) {
      const done = await desk.inTurn(account, id, () => merging.merge(account, id, into, user.id));
      await noted(account, 'merged', user.name, done);
      return merging.of(account, id);
    },
  });
  operation(app, 'DELETE /conversations/:id/merges', {
    ...ofOne,
    id: 'separateConversation',
    summary: 'Separate a conversation from the one that it was merged into',
    async handle({ account, user, params: { id } }) {
      await noted(account, 'separated', user.name, await merging.separate(account, id));
      return merging.of(account, id);
    },
  });
}
