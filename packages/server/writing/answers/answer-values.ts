// The values of predefined answers' variables in one conversation. Read when an agent is about to
// insert one. Nothing is stored, and unknown values are left out.
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { AccountId, ConversationId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import type {
  AnswerValues,
  AnswerVariable,
} from '@opportune/protocol/rest/conversation/answers.ts';
import type { Principal } from '../../http/access/principal.ts';
import { refuse } from '../../http/problem/refusal.ts';

/** Sources of what is known about a conversation. */
export interface ValueSources {
  readonly store: ConversationStore;
  readonly siteName: (account: AccountId, site: SiteId | null) => Promise<string>;
  /** The e-mail address that the visitor gave or is verified under. */
  readonly addressOf: (account: AccountId, visitor: VisitorId | null) => Promise<string | null>;
  /** The ids of the visitor's orders, newest first. */
  readonly ordersOf: (account: AccountId, visitor: VisitorId | null) => Promise<readonly string[]>;
}

/** Throws `request.not_found` if the account has no such conversation. */
export async function answerValues(
  use: ValueSources,
  { account, user }: Principal,
  id: ConversationId,
): Promise<AnswerValues> {
  const record = await use.store.load(account, id);
  if (record === null) throw refuse('request.not_found');
  const { visitor, visitorName, site } = record;
  const [siteName, orders] = await Promise.all([
    use.siteName(account, site),
    use.ordersOf(account, visitor),
  ]);
  const values: Record<AnswerVariable, string> = {
    'visitor.name': visitorName,
    'visitor.firstName': firstName(visitorName),
    'visitor.email': record.replyTo ?? (await use.addressOf(account, visitor)) ?? '',
    'agent.name': user.name,
    'agent.firstName': firstName(user.name),
    'site.name': siteName,
    'order.id': orders[0] ?? '',
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}

function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? '';
}
