// What was answered before a conversation, kept in its fields. A form keeps nobody out: what would fail
// ever again stands in the transcript all the same.
import { isDeepStrictEqual } from 'node:util';
import type { NewMessage } from '@opportune/core/ports/conversation-store.ts';
import type { ConversationId, LabelId, SkillId } from '@opportune/protocol/ids.ts';
import { problemFor } from '../../http/problem/answer-errors.ts';
import type { AccountDesk } from '../account-desk.ts';
import type { DeskParts } from '../seams.ts';

/** What was answered, for the conversation that begins with it. */
export interface BeforeAnswers {
  readonly message: NewMessage;
  readonly name: string;
  readonly address: string | null;
  readonly skill: SkillId | null;
  readonly fields: ReadonlyMap<LabelId, string | boolean>;
}

type Use = Pick<DeskParts, 'keep' | 'log' | 'store'>;

/**
 * What was answered goes into the fields of the conversation that it is stored in already: again and
 * again while the database is away, and rejects where the server stops, so that it is sent again and
 * comes to `keepAgain`.
 */
export async function keepFields(
  { keep, log }: Use,
  { account, writes }: AccountDesk,
  conversation: ConversationId,
  given: BeforeAnswers | null,
): Promise<void> {
  if (given === null || given.fields.size === 0) return;
  await writes.untilStored(() =>
    keep(account, conversation, given.fields).catch((error: unknown) => {
      if (problemFor(error).code !== 'server.failed') throw error;
      log.warn('answers were not kept in fields', { reason: String(error) });
    }),
  );
}

/** Of a request that comes again: the answers that it was stored with, and no others. */
export async function keepAgain(
  use: Use,
  desk: AccountDesk,
  conversation: ConversationId,
  given: BeforeAnswers | null,
): Promise<void> {
  if (given === null || given.fields.size === 0) return;
  const { id, body } = given.message;
  const stored = await use.store.find(desk.account, conversation, id);
  if (stored !== null && isDeepStrictEqual(stored.body, body))
    await keepFields(use, desk, conversation, given);
}
