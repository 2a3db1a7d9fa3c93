// Stores the answers given before a conversation in its fields. A form never keeps anyone out:
// answers that can never be stored remain in the transcript.
import { isDeepStrictEqual } from 'node:util';
import type { NewMessage } from '@opportune/core/ports/conversation-store.ts';
import type { ConversationId, LabelId, SkillId } from '@opportune/protocol/ids.ts';
import { problemFor } from '../../http/problem/answer-errors.ts';
import type { AccountDesk } from '../account-desk.ts';
import type { DeskParts } from '../seams.ts';

/** The answers for the conversation that begins with them. */
export interface BeforeAnswers {
  readonly message: NewMessage;
  readonly name: string;
  readonly address: string | null;
  readonly skill: SkillId | null;
  readonly fields: ReadonlyMap<LabelId, string | boolean>;
}

type Use = Pick<DeskParts, 'keep' | 'log' | 'store'>;

/**
 * Stores the answers in the fields of their conversation, which is stored already. Retries while
 * the database is unavailable. Rejects if the server stops; the request is then resent and handled
 * by `keepAgain`.
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

/** For a repeated request: stores exactly the answers that the conversation was stored with. */
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
