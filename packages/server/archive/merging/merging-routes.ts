// Merged conversations by REST, for agents. Each action is noted in both, for agents to read.
// Everything belongs to the signed-in user's account.
import type { Aside } from '@opportune/protocol/conversation/conversation.ts';
import { type AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import { MergeInto, Merges } from '@opportune/protocol/rest/conversation/merging.ts';
import { z } from 'zod';
import type { By } from '@opportune/core/ports/conversation/elsewhere.ts';
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

/** Merges an ended conversation and notes it where it belongs then. */
export async function mergeNoted(
  merging: Merging,
  desk: MergingDesk,
  { account, user }: By,
  part: ConversationId,
  into: ConversationId,
): Promise<void> {
  const done = await desk.inTurn(account, part, () => merging.merge(account, part, into, user.id));
  await note(desk, account, done, { type: 'merged', by: user.name });
}

async function note(
  desk: MergingDesk,
  account: AccountId,
  done: Merged | null,
  as: { readonly type: 'merged' | 'separated'; readonly by: string },
): Promise<void> {
  if (done === null) return;
  const { id, startedAt } = done.part;
  await desk.note(account, done.into, { ...as, conversation: id, startedAt });
}

export function mergingRoutes(app: App, merging: Merging, desk: MergingDesk): void {
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
    async handle({ account, principal, params: { id }, body: { into } }) {
      await mergeNoted(merging, desk, principal, id, into);
      return merging.of(account, id);
    },
  });
  operation(app, 'DELETE /conversations/:id/merges', {
    ...ofOne,
    id: 'separateConversation',
    summary: 'Separate a merged conversation again',
    async handle({ account, user, params: { id } }) {
      const done = await merging.separate(account, id);
      await note(desk, account, done, { type: 'separated', by: user.name });
      return merging.of(account, id);
    },
  });
}
