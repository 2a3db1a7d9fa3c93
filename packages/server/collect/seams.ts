// What collecting needs from other features, as narrow interfaces handed over by the composition
// root. Nothing here is a service: keys come from sites, chats from conversations.
import type { VisitorChat } from '@opportune/core/ports/visitor-chat.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { Masks } from '@opportune/core/masking/ways-in.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { StoredBytes } from '@opportune/core/ports/attachments.ts';
import type { Geography } from '@opportune/core/ports/geography.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { Trust } from '@opportune/protocol/behaviour/event.ts';
import type { Welcome } from '@opportune/protocol/frames-visitor.ts';
import type { AccountId, KeyId, PageViewId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import type { SocketHost } from '../http/feature.ts';
import type { Intake } from '../engage/intake.ts';

/** What a write key or secret key opens. */
export interface KeyGrant {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly trust: Trust;
  /** Origins that pages of the site may come from: exact, or `https://*.example.com`. */
  readonly origins: readonly string[];
  /** Null for the site's write key. */
  readonly keyId: KeyId | null;
  readonly revoked: boolean;
}

export interface KeyDirectory {
  find(key: string): Promise<KeyGrant | null>;
  /** Whether `find` would ask the store now. */
  asksStore(key: string): boolean;
  /** Notes that the key was used; cheap. */
  used(grant: KeyGrant): void;
}

/** Who is verified as whom. All of it is best effort for reads: unknown is an answer. */
export interface Identity {
  verify(of: {
    account: AccountId;
    site: SiteId;
    visitor: VisitorId;
    userId: string;
    at: number;
  }): Promise<void>;
  /** The visitor verified as this customer who was identified last, or null. */
  visitorOf(account: AccountId, userId: string): Promise<VisitorId | null>;
  /** Whoever was verified as `previousId` is verified as `userId` too. */
  alias(account: AccountId, previousId: string, userId: string, at: number): Promise<void>;
  /** What is wrong with a token that should vouch for the customer, in a word; null: nothing. */
  tokenFault(of: {
    account: AccountId;
    site: SiteId;
    token: string;
    userId: string;
    now: number;
  }): Promise<string | null>;
}

/** Which visitor ids belong to a browser that has shown its token or chatted. */
export interface VisitorClaims {
  /** For a browser that shows no token: the id is free, its page claimed it, or another did. */
  whose(
    account: AccountId,
    visitor: VisitorId,
    pageView: PageViewId,
  ): Promise<'nobody' | 'this-page' | 'another'>;
  claim(account: AccountId, visitor: VisitorId, pageView: PageViewId): Promise<void>;
}

/** Files that visitors send and read, by the address that their conversation gave them. */
export interface VisitorFiles {
  /** Which files they may send; null: none. */
  offered(account: AccountId): Promise<NonNullable<Welcome['settings']['files']> | null>;
  /** Takes the body of a request from an address prefix. Throws a Refusal. */
  receive(ticket: string, content: IncomingMessage, address: string): Promise<Attachment>;
  /**
   * Holds a place of an address prefix for an answer, and ends the answer where it is read too slowly.
   * Throws a Refusal.
   */
  hold(address: string, response: ServerResponse): void;
  /** Null where there is none. Throws a Refusal. What is answered has to be read or destroyed. */
  open(
    ticket: string,
  ): Promise<{ readonly attachment: Attachment; readonly bytes: StoredBytes } | null>;
}

/** What collecting takes. */
export interface CollectParts {
  readonly world: World;
  /** Who may cause how much, and whose turn it is on the event loop. */
  readonly work: Pick<CollectDependencies, 'budgets' | 'turns'>;
  readonly intake: Intake;
  /** What is known of accounts. */
  readonly accounts: Pick<CollectDependencies, 'keys' | 'configuration' | 'masks'>;
  /** Whose a visitor id is, and which customer a visitor is. */
  readonly identities: Pick<CollectDependencies, 'identity' | 'claims'>;
  readonly conversations: Pick<CollectDependencies, 'chat' | 'files' | 'mails'>;
  readonly network: Pick<CollectDependencies, 'geography' | 'clientAddress' | 'publicUrl'>;
  /** Signs visitor tokens; generated, kept in the data folder. */
  readonly tokenSecret: string;
}

/** The same one by one, as its ways in have it. */
export interface CollectDependencies {
  readonly http: Pick<SocketHost, 'raw' | 'upgrade'>;
  readonly budgets: Budgets;
  /** Of accounts, on the event loop. */
  readonly turns: FairTurns;
  readonly intake: Intake;
  readonly chat: VisitorChat;
  readonly keys: KeyDirectory;
  readonly identity: Identity;
  readonly claims: VisitorClaims;
  readonly configuration: { current(account: AccountId): Promise<Configuration> };
  /** What accounts have masked. */
  readonly masks: Masks;
  readonly files: VisitorFiles;
  /** Whether letters can be sent, for the welcome. */
  readonly mails: (account: AccountId) => Promise<boolean>;
  readonly geography: Geography;
  readonly clientAddress: (request: IncomingMessage) => string;
  /** Tells whether any agent is online, for the welcome. */
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** The address people use, without a `/` at the end; none: whatever host a request names. */
  readonly publicUrl: string | null;
}
