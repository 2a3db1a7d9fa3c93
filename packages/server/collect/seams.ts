// What collecting needs from other features, as narrow interfaces that the composition root fills.
// Nothing here is a service: keys come from sites, chats from conversations.
import type { VisitorCalls, VisitorChat } from '@opportune/core/ports/visitor-chat.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import type { Masks } from '@opportune/core/masking/ways-in.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { StoredBytes } from '@opportune/core/ports/attachments.ts';
import type { Geography } from '@opportune/core/ports/geography.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { PageVerifications } from '@opportune/core/ports/conversation/verification.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import type { Configuration, SiteLook } from '@opportune/protocol/campaign/configuration.ts';
import type { Trust } from '@opportune/protocol/behaviour/event.ts';
import type { Welcome } from '@opportune/protocol/frames-visitor.ts';
import type { AccountId, KeyId, PageViewId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import type { SocketHost } from '../http/feature.ts';
import type { Intake } from '../engage/intake.ts';

/** What a write key or secret key gives access to. */
export interface KeyGrant {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly trust: Trust;
  /** The origins that the site's pages may come from: exact, or `https://*.example.com`. */
  readonly origins: readonly string[];
  /** Null for the site's write key. */
  readonly keyId: KeyId | null;
  readonly revoked: boolean;
}

export interface KeyDirectory {
  find(key: string): Promise<KeyGrant | null>;
  /** Whether `find` would query the store now. */
  asksStore(key: string): boolean;
  /** Notes that the key was used. Cheap. */
  used(grant: KeyGrant): void;
}

/** Which customer a visitor is verified as. Reads are best effort and may return unknown. */
export interface Identity {
  verify(of: {
    account: AccountId;
    site: SiteId;
    visitor: VisitorId;
    userId: string;
    at: number;
  }): Promise<void>;
  /** The visitor who was identified most recently as this customer, or null. */
  visitorOf(account: AccountId, userId: string): Promise<VisitorId | null>;
  /** Visitors verified as `previousId` become verified as `userId` too. */
  alias(account: AccountId, previousId: string, userId: string, at: number): Promise<void>;
  /** The fault of a customer's token, in one word. Null if it is valid. */
  tokenFault(of: {
    account: AccountId;
    site: SiteId;
    token: string;
    userId: string;
    now: number;
  }): Promise<string | null>;
}

/** Which visitor ids belong to a browser that has shown its token or has chatted. */
export interface VisitorClaims {
  /**
   * For a browser without a token: whether the id is free, claimed by its page, or claimed by
   * another.
   */
  whose(
    account: AccountId,
    visitor: VisitorId,
    pageView: PageViewId,
  ): Promise<'nobody' | 'this-page' | 'another'>;
  claim(account: AccountId, visitor: VisitorId, pageView: PageViewId): Promise<void>;
}

/** Files that visitors send and read, by the address that their conversation gave them. */
export interface VisitorFiles {
  /** The files that visitors may send. Null if none. */
  offered(account: AccountId): Promise<NonNullable<Welcome['settings']['files']> | null>;
  /** Receives the body of a request from an address prefix. Throws a Refusal. */
  receive(ticket: string, content: IncomingMessage, address: string): Promise<Attachment>;
  /**
   * Holds a place of an address prefix for a response, and ends the response if it is read too
   * slowly. Throws a Refusal.
   */
  hold(address: string, response: ServerResponse): void;
  /**
   * Null if there is no such file. Throws a Refusal. The caller must read or destroy the result.
   */
  open(
    ticket: string,
  ): Promise<{ readonly attachment: Attachment; readonly bytes: StoredBytes } | null>;
}

/** The dependencies of collecting. */
export interface CollectParts {
  readonly world: World;
  /** Budgets, turns on the event loop, and the memory of all that is on its way. */
  readonly work: Pick<CollectDependencies, 'budgets' | 'turns'> & { readonly passing: HeldBytes };
  readonly intake: Intake;
  /** What is known about accounts. */
  readonly accounts: Pick<CollectDependencies, 'keys' | 'configuration' | 'masks' | 'trials'>;
  /** Who owns a visitor id, and which customer a visitor is. */
  readonly identities: Pick<CollectDependencies, 'identity' | 'claims' | 'verifications'>;
  readonly conversations: Pick<CollectDependencies, 'chat' | 'calls' | 'files' | 'mails'>;
  readonly network: Pick<CollectDependencies, 'geography' | 'clientAddress' | 'publicUrl'>;
  /** Signs visitor tokens. Generated, and kept in the data folder. */
  readonly tokenSecret: string;
}

/** The same dependencies without the groups, as the ways in use them. */
export interface CollectDependencies {
  readonly http: Pick<SocketHost, 'homes' | 'raw' | 'upgrade'>;
  readonly budgets: Budgets;
  /** Gives accounts fair turns on the event loop. */
  readonly turns: FairTurns;
  readonly intake: Intake;
  readonly chat: VisitorChat;
  readonly calls: VisitorCalls;
  readonly keys: KeyDirectory;
  readonly identity: Identity;
  readonly claims: VisitorClaims;
  /** Questions of links that agents sent. */
  readonly verifications: PageVerifications;
  readonly configuration: { current(account: AccountId): Promise<Configuration> };
  /** Brands and drafts that are tried before they are published. */
  readonly trials: {
    /** Null for an unknown or expired code, and one that is not of this site. */
    find(
      account: AccountId,
      site: SiteId,
      code: string,
    ): Promise<{ /** Null: a draft is tried. */ readonly look: SiteLook | null } | null>;
  };
  /** The masks of accounts. */
  readonly masks: Masks;
  readonly files: VisitorFiles;
  /** Whether mail can be sent, for the welcome. */
  readonly mails: (account: AccountId) => Promise<boolean>;
  readonly geography: Geography;
  readonly clientAddress: (request: IncomingMessage) => string;
  /** Tells whether any agent is online, for the welcome. */
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /**
   * The address that people use, without a `/` at the end. Null means the host that each request
   * names.
   */
  readonly publicUrl: string | null;
}
