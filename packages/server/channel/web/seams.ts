// What visitors' chats take: each of these is one object of another feature.
import type { Cards } from '@opportune/core/bus/cards.ts';
import type { Masks } from '@opportune/core/masking/ways-in.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { FollowupAsked, FollowupFrame } from '@opportune/core/ports/visitor-chat.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { VisitorCard } from '@opportune/protocol/bus/card.ts';
import type { BeforeFact, BeforeForm } from '@opportune/protocol/conversation/before.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type {
  AccountId,
  ConversationId,
  LabelId,
  SiteId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import type { Desks } from '../../desk/desks.ts';
import type { Files, PastConversations } from '../../desk/seams.ts';

export interface WebChatDependencies {
  readonly world: World;
  readonly store: ConversationStore;
  readonly desks: Desks;
  readonly cards: Pick<Cards, 'of'>;
  readonly admission: {
    readonly budgets: Budgets;
    /** Signs the challenges of proofs of work. */
    readonly proofSecret: string;
  };
  readonly forms: {
    readonly before: FormsBefore;
    /** Answers what a window asks of a conversation that is over, or with the code of a refusal. */
    readonly followup: (asked: FollowupAsked, frame: FollowupFrame) => Promise<ErrorCode | null>;
  };
  readonly writing: {
    readonly masks: Masks;
    readonly attachments: Files;
    /** The account's setting: do agents see what a visitor types before it is sent? */
    readonly typingPreview: (account: AccountId) => Promise<boolean>;
  };
  readonly archive: PastConversations;
}

/** All of it by name, for what performs frames. */
export type WebChatParts = World &
  WebChatDependencies['admission'] &
  WebChatDependencies['forms'] &
  WebChatDependencies['writing'] &
  PastConversations &
  Pick<WebChatDependencies, 'store' | 'desks' | 'cards'>;

/** Forms before chats. */
export interface FormsBefore {
  /** The one of the site's contact button. */
  ofSite(account: AccountId, site: SiteId): Promise<BeforeForm | null>;
  /** What of the visitor is known already; left out where it is not. */
  known(
    account: AccountId,
    visitor: VisitorId,
    facts: ReadonlySet<BeforeFact>,
    card: VisitorCard,
  ): Promise<Partial<Readonly<Record<BeforeFact, string>>>>;
  /** Notes answers in the conversation's fields; what does not fit its field is left out. */
  keep(
    account: AccountId,
    conversation: ConversationId,
    given: ReadonlyMap<LabelId, string | boolean>,
  ): Promise<void>;
}
