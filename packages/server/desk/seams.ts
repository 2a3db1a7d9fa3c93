// What conversations need from other features, as narrow interfaces handed over by the composition
// root: where a conversation came from, who asks, what else the console's socket shows.
import type { Cards } from '@opportune/core/bus/cards.ts';
import type { Masks } from '@opportune/core/masking/ways-in.ts';
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { SkillPlan } from '@opportune/core/conversation/routing/skill-plan.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { Clock, Ids, Schedule } from '@opportune/core/world/world.ts';
import type { VisitorCard, VisitSignals } from '@opportune/protocol/bus/card.ts';
import type { BeforeFact, BeforeForm } from '@opportune/protocol/conversation/before.ts';
import type { JsonObject } from '@opportune/protocol/behaviour/event.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type {
  AccountId,
  ConversationId,
  LabelId,
  SiteId,
  SkillId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import type { Language } from '@opportune/words/language.ts';
import type { IncomingMessage } from 'node:http';
import type { Reopening } from '@opportune/protocol/rest/conversation/reopening.ts';
import type { Principal } from '../http/access/principal.ts';
import type { After } from '../followup/followup.ts';
import type { Attachments } from '../writing/attachments/attachments.ts';
import type { Drafts } from '../writing/drafts/drafts.ts';
import type { LacksDisposition } from '../archive/labels/missing-disposition.ts';
import type { HandleTimes } from '../team/skills/handle-times.ts';

/** Forms before chats. */
export interface Asking {
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

/** The live visitor list of the console's socket. */
export interface VisitorsWatch {
  watch(
    account: AccountId,
    site: SiteId | undefined,
    watcher: {
      send(frame: ConsoleServerFrame): void;
      /** So much waits for its reader that a list can wait too. */
      isBehind(): boolean;
    },
  ): () => void;
}

/** Tells the engine what happened in a conversation, as an event of the visitor. */
export type TellVisitor = (of: {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly name: string;
  readonly properties: JsonObject;
}) => void;

export interface ConverseDependencies {
  readonly store: ConversationStore;
  readonly budgets: Budgets;
  /** Of accounts, on the event loop. Left out: agents' frames are taken as they come. */
  readonly turns?: FairTurns;
  /** Signs the challenges of proofs of work. */
  readonly proofSecret: string;
  readonly bus: Bus;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly schedule: Schedule;
  readonly mailOf: MailOf;
  readonly cards: Pick<Cards, 'of'>;
  /** The language that a visitor reads letters in. */
  readonly languageOf: (account: AccountId, visitor: VisitorId) => Promise<Language>;
  readonly tellVisitor: TellVisitor;
  readonly visitors: VisitorsWatch;
  /** The skill that a visit's need asks for, told before the conversation exists. */
  readonly skillFor: (
    account: AccountId,
    shown: VisitSignals | null,
    said: string,
  ) => SkillId | null;
  /** Skills and who has which, as stored. Left out: there are none. */
  readonly skillPlan?: (account: AccountId) => Promise<SkillPlan>;
  /** How long conversations took, kept for the next start. Left out: it is learnt anew. */
  readonly handleTimes?: HandleTimes;
  /** Whether the account asks for a disposition that is missing. Left out: nobody asks. */
  readonly lacksDisposition?: LacksDisposition;
  /** Forms before chats. Left out: nothing is asked. */
  readonly asking?: Asking;
  /** What accounts have masked. Left out: cards. */
  readonly masks?: Masks;
  /** How long after its end a conversation may be taken up again. Left out: by agents, at any time. */
  readonly reopening?: (account: AccountId) => Promise<Reopening>;
  /** Whether it is part of another conversation. Left out: none is. */
  readonly isMerged?: (account: AccountId, conversation: ConversationId) => Promise<boolean>;
  /** What visitors are asked afterwards. Left out: nothing. */
  readonly after?: After;
  /** What agents begin to write. Left out: it stays in their browser. */
  readonly drafts?: Drafts;
  /** Files that people send. Left out: none. */
  readonly attachments?: Attachments;
  /** The account's setting: do agents see what a visitor types before it is sent? */
  readonly typingPreview: (account: AccountId) => Promise<boolean>;
  /** Null where nobody is signed in; throws a Refusal for a request from another site. */
  readonly authenticate: (request: IncomingMessage) => Promise<Principal | null>;
}
