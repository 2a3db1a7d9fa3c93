// Merged conversations by REST, for agents. Each action is noted in both, for agents to read.
// Everything belongs to the signed-in user's account.
import type { Aside } from '@opportune/protocol/conversation/conversation.ts';
import { type AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import { MergeInto, Merges } from '@opportune/protocol/rest/conversation/merging.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import type { Merged, Merging } from './merging.ts';
import { operation } from '../../http/rest/operation.ts';

export interface MergingDesk {
  /** Adds a note to a conversation, for agents only. */
  note(account: AccountId, conversation: ConversationId, aside: Aside): Promise<void>;
  /** Runs work in turn, so that the conversation is not reopened meanwhile. */
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
    summary: 'What a conversation was merged into, and what was merged into it',
    handle: ({ account, params }) => merging.of(account, params.id),
  });
  operation(app, 'PUT /conversations/:id/merges', {
    ...ofOne,
    id: 'mergeConversation',
    summary: 'Merge an ended conversation into another of the same contact',
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
    summary: 'Separate a merged conversation again',
    async handle({ account, user, params: { id } }) {
      await noted(account, 'separated', user.name, await merging.separate(account, id));
      return merging.of(account, id);
    },
  });
}
