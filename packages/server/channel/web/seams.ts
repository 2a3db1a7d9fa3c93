// What visitors' chats take: each of these is one object of another feature.
import type { Cards } from '@opportune/core/bus/cards.ts';
import type { Masks } from '@opportune/core/masking/ways-in.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type {
  ChatLink,
  FollowupAsked,
  FollowupFrame,
  VisitorCallbacks,
  VisitorCalls,
  DialIn,
} from '@opportune/core/ports/visitor-chat.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { AfterFrame } from '@opportune/protocol/conversation/after.ts';
import type { BeforeForm } from '@opportune/protocol/conversation/before.ts';
import type { HomeSettings } from '@opportune/protocol/conversation/home.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import type { Desks } from '../../desk/desks.ts';
import type { Files, PhotoOf } from '../../desk/seams.ts';
import type { ReplyTimeOf } from './home/reply-time.ts';

export interface WebChatDependencies {
  readonly world: World;
  readonly store: ConversationStore;
  readonly desks: Desks;
  readonly visitors: {
    readonly cards: Pick<Cards, 'of'>;
    /** The ids of the visitor's orders, the newest first. */
    readonly ordersOf: (account: AccountId, visitor: VisitorId) => Promise<readonly string[]>;
  };
  readonly admission: {
    readonly budgets: Budgets;
    /** Signs the challenges of proofs of work. */
    readonly proofSecret: string;
    /** Whether visitors of the account may wait to speak, and that one begins to. */
    readonly speaking: Pick<VisitorCalls, 'isOffered' | 'expect'>;
  };
  readonly forms: {
    /** The one before chats of the site's contact button, for a visitor who reads these languages. */
    readonly ofSite: (of: Reader) => Promise<SpokenForm | null>;
    /** Answers what a window asks of a conversation that is over, or with the code of a refusal. */
    readonly followup: (
      asked: FollowupAsked,
      frame: FollowupFrame,
    ) => Promise<AfterFrame | ErrorCode>;
  };
  readonly callbacks: VisitorCallbacks;
  readonly dialIn: DialIn;
  readonly home: {
    /** What the site's account wrote for the home, in the visitor's language. Null: nothing. */
    readonly homeOf: (of: Reader) => Promise<HomeSettings | null>;
    readonly replyTimeOf: ReplyTimeOf;
    readonly photoOf: PhotoOf;
  };
  readonly writing: {
    readonly masks: Masks;
    readonly attachments: Files;
    /** The account's setting: do agents see what a visitor types before it is sent? */
    readonly typingPreview: (account: AccountId) => Promise<boolean>;
  };
}

/** A visitor of a site, by the languages that they read. */
export type Reader = Pick<ChatLink, 'account' | 'site' | 'reads'>;

/** A form in the visitor's language, and in the default words, which the fields take. */
export interface SpokenForm {
  readonly asked: BeforeForm;
  readonly written: BeforeForm;
}

/** All of it by name, for what performs frames. */
export type WebChatParts = World &
  WebChatDependencies['visitors'] &
  WebChatDependencies['admission'] &
  WebChatDependencies['forms'] &
  WebChatDependencies['home'] &
  WebChatDependencies['writing'] &
  Pick<WebChatDependencies, 'store' | 'desks' | 'callbacks' | 'dialIn'>;
