// The interface of every kind of channel: verify and read what a provider sends, send laid-out
// parts, and fetch media. An adapter stores nothing; its caller stores what was received, what
// waits and the outcomes. Failures of a provider are outcomes and never throw.
import type { DialRules } from '../call/dialling.ts';
import type { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import type { Purpose } from '@opportune/protocol/contact/permission.ts';
import type { DeliveryReason } from '@opportune/protocol/channel/delivery.ts';
import type { FoldedPiece, LetterHead } from '@opportune/protocol/channel/letter.ts';
import type { LaidFile, Part } from '@opportune/protocol/channel/parts.ts';
import type { ControlRequest } from '@opportune/protocol/rest/channel/control.ts';
import type { ChannelTemplate } from '@opportune/protocol/channel/templates.ts';
import type {
  AccountId,
  ChannelId,
  ConversationId,
  MessageId,
  SkillId,
  UserId,
} from '@opportune/protocol/ids.ts';

/** An `AbortSignal`, of which core has no type. */
export interface Ending {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
}

/** A provider's request before any parsing. */
export interface RawRequest {
  readonly method: string;
  /** The URL as the provider addressed it, starting with the public URL: some providers sign it. */
  readonly url: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface WebhookAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/**
 * The result of verifying a request. `handshake`: no news, only an answer that proves our identity.
 * `entries` may be empty: some providers send an empty list as a test.
 */
export type Verified =
  | {
      readonly type: 'refused';
      readonly why: 'signature' | 'replay' | 'malformed';
      /** The path of what is malformed, to report to the other side. */
      readonly at?: string;
    }
  | { readonly type: 'handshake'; readonly answer: WebhookAnswer }
  | {
      readonly type: 'entries';
      readonly entries: readonly Entry[];
      readonly answer: WebhookAnswer;
    }
  | ({ readonly type: 'call' } & CarrierCall);

/** A call whose carrier asks what to do with it. */
export interface CarrierCall {
  /** Of its form and its address, as the carrier names them. */
  readonly fields: Readonly<Record<string, string>>;
}

/** A part of a request that belongs to one channel. */
export interface Entry {
  /**
   * Which of the channels that share a webhook it belongs to, by `Opened.route`. Null: the channel
   * addressed.
   */
  readonly route: string | null;
  /** What `items` reads: the text of the entry, unchanged as far as possible. */
  readonly raw: string;
}

/** One thing that happened at one address. Handled in order for each address. */
export type Item = {
  /** Unique in its channel, and the same each time that a provider reports it. */
  readonly key: string;
  /** Empty if it concerns none: such an item is handled alone. */
  readonly address: string;
  /** By the provider's clock. */
  readonly at: number;
} & Happened;

export type Happened =
  | {
      readonly type: 'message';
      readonly externalId: string;
      readonly from: Sender;
      readonly content: Incoming;
      /** The message that it answers, of either side. */
      readonly replyTo: string | null;
      /**
       * What an answer must present, for as long as the provider says. `SendOrder.answers` returns
       * it.
       */
      readonly token: string | null;
      /** Written by a machine: nothing automatic may answer it. */
      readonly automatic: boolean;
      /** A word such as STOP or HELP. It has its own answer, so nothing automatic answers it. */
      readonly keyword?: true;
      /** Another app of the business has the conversation: it is shown, and nobody here is asked to answer. */
      readonly standby?: true;
      /** The conversation that it certainly belongs to, whoever wrote it. Absent: it does not say. */
      readonly within?: ConversationId;
    }
  /**
   * A message of our side. We sent it if `reference` says so; otherwise somebody wrote it at the
   * provider's.
   */
  | {
      readonly type: 'echo';
      readonly externalId: string;
      readonly reference: string | null;
      readonly content: Incoming;
    }
  /** Which app of the business may answer: it was given to us, or is taken or wanted by another. */
  | {
      readonly type: 'control';
      readonly what: 'given' | 'taken' | 'wanted';
      /** The other app, by its id. Null: none, or it is not told. */
      readonly app: string | null;
    }
  | { readonly type: 'edit'; readonly externalId: string; readonly text: string }
  | { readonly type: 'deletion'; readonly externalId: string }
  /** Null: it was taken back. */
  | { readonly type: 'reaction'; readonly externalId: string; readonly reaction: string | null }
  | {
      readonly type: 'receipt';
      readonly externalId: string;
      /** What `send` was given, if the provider reports it. */
      readonly reference: string | null;
      readonly state: 'sent' | 'delivered' | 'read';
    }
  | {
      readonly type: 'receipt';
      readonly externalId: string;
      readonly reference: string | null;
      readonly state: 'failed';
      readonly reason: DeliveryReason;
      readonly detail: string;
      /** For `opted-out`: the only purpose of which the person wants nothing. */
      readonly purpose?: Purpose;
    }
  /** All that we sent to the address until then. */
  | { readonly type: 'watermark'; readonly state: 'delivered' | 'read'; readonly until: number }
  | { readonly type: 'typing'; readonly on: boolean }
  /** Somebody opened the channel by a link with this parameter, and has not written yet. */
  | { readonly type: 'referral'; readonly referral: string }
  /** A message has another id from now on. */
  | { readonly type: 'renamed'; readonly externalId: string; readonly to: string }
  /** The person at this address has another one from now on. */
  | { readonly type: 'moved'; readonly to: string }
  /**
   * The person wants nothing any more, or nothing of a purpose. `words`: by which they said so; without
   * them, they blocked us or the like.
   */
  | { readonly type: 'opt-out'; readonly purpose?: Purpose; readonly words?: string }
  | { readonly type: 'opt-in'; readonly purpose?: Purpose; readonly words?: string }
  /** Something that this adapter does not know, kept unchanged. */
  | { readonly type: 'unknown'; readonly what: string };

/** What the provider says of the sender. */
export interface Sender {
  readonly name: string | null;
  readonly language: string | null;
  /** If it is not the address itself. */
  readonly phone: string | null;
  /**
   * Whether the provider vouches that the address is theirs. For an unsigned e-mail it does not.
   */
  readonly vouched: boolean;
}

export interface Incoming {
  readonly text: string;
  readonly media: readonly MediaReference[];
  /** The choice that was tapped, by the id that a part gave it. */
  readonly choice: string | null;
  readonly location: { readonly latitude: number; readonly longitude: number } | null;
  /** What this adapter could not read of it, in the provider's word. Null: all was read. */
  readonly unread: string | null;
  /** Of an e-mail: what it has beside its text. */
  readonly letter?: IncomingLetter;
  /** The parameter of the link by which they came, where the provider tells it. */
  readonly referral?: string;
}

/** What an e-mail has beside its text and its files. */
export interface IncomingLetter {
  readonly head: LetterHead;
  /** Quoted text and signatures, each kept whole, in their order. */
  readonly folded: readonly FoldedPiece[];
  /** Without anything that runs, loads or submits. Null: it has none. */
  readonly html: string | null;
  /** Whether it has pictures of other servers. */
  readonly remoteImages: boolean;
  /** Pictures that the HTML shows. */
  readonly pictures: readonly LetterPicture[];
}

/** A picture that the HTML shows. */
export interface LetterPicture {
  readonly contentId: string;
  /** Its place among `media`. */
  readonly at: number;
}

/** A file at the provider's. It expires, so fetch it soon. */
export interface MediaReference {
  readonly reference: string;
  readonly name: string | null;
}

export interface SendOrder {
  readonly address: string;
  readonly parts: readonly Part[];
  /**
   * Names this delivery: an idempotency key if the provider takes one, and returned in receipts if
   * possible.
   */
  readonly reference: string;
  /** The contact's newest message, which some providers answer to. Null: none. */
  readonly answers: {
    readonly externalId: string;
    readonly at: number;
    readonly token: string | null;
  } | null;
  /** The author and the subject, if the channel shows them. */
  readonly author: string | null;
  readonly topic: string | null;
  /** The bytes of a part's file, for a provider that does not fetch its link. Null: it is gone. */
  read(file: LaidFile): Promise<AsyncIterable<Uint8Array> | null>;
  /** Text around a message that stands alone, as in an e-mail. */
  around(): Promise<Around>;
  /** How long to wait for an answer. After that the outcome is `uncertain`, unless nothing left. */
  readonly withinMs: number;
}

export interface Around {
  /** The name by which the contact knows the business. */
  readonly business: string;
  /** The language of generated words, as BCP 47 names it. */
  readonly language: string;
  /** The contact's newest words before it. Empty if there are none. */
  readonly asked: string;
  /** An e-mail address that reaches the author. Null if there is none. */
  readonly replyTo: string | null;
  /** No person wrote it. */
  readonly automatic?: true;
  /** Of an e-mail from a mailbox. */
  readonly letter?: AroundLetter;
  /** Where they unsubscribe from e-mails that they did not ask for (RFC 8058). Null: nowhere. */
  readonly unsubscribe?: string | null;
}

/** What the header of an e-mail, and its signature, depend on. */
export interface AroundLetter {
  readonly conversation: ConversationId;
  readonly message: MessageId;
  readonly skill: SkillId | null;
  readonly agent: UserId | null;
  /** Empty: nobody gave one yet. */
  readonly subject: string;
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
}

/**
 * What a provider did. The ids belong to the parts that it accepted, in their order, or one id to
 * all together. If it did not accept all, sending continues after them.
 */
export type SendOutcome =
  | { readonly type: 'sent'; readonly externalIds: readonly string[] }
  | (NotSent & { readonly externalIds: readonly string[] });

export type NotSent =
  | {
      readonly type: 'refused';
      readonly reason: DeliveryReason;
      readonly detail: string;
      /** For `opted-out`: the only purpose of which the person wants nothing. */
      readonly purpose?: Purpose;
    }
  | Postponed
  /**
   * It left, and no answer came: it may have arrived. `again: false`: sent again it may arrive twice,
   * although the channel deduplicates by key.
   */
  | { readonly type: 'uncertain'; readonly detail: string; readonly again?: false };

/** Nothing was done, and it may be retried. */
export type Postponed =
  /** Rate limited. Null: the provider does not say for how long. */
  | { readonly type: 'rate'; readonly retryAfterMs: number | null }
  /** Credentials are no longer valid: a person has to connect the channel again. */
  | { readonly type: 'reconnect'; readonly detail: string }
  | { readonly type: 'unreachable'; readonly detail: string };

export type Polled =
  | {
      readonly type: 'entries';
      readonly entries: readonly Entry[];
      /** Passed in the next call, once the entries are stored. */
      readonly cursor: string;
    }
  | Postponed;

/** A place up to which a folder was fetched. */
export interface WatchPlace {
  /** Counting begins anew where this changes. */
  readonly epoch: string;
  readonly number: number;
  /** By the provider's clock, of the newest one that was fetched. */
  readonly at: number;
}

export interface WatchPlaces {
  /** Null: the folder was never looked at. */
  of(folder: string): Promise<WatchPlace | null>;
  /** Stores what came, if anything, and then how far it was fetched. Waits while there is no room. */
  keep(folder: string, entry: Entry | null, place: WatchPlace): Promise<void>;
  /** Everything works. */
  fine(): void;
}

export type Fetched =
  | {
      readonly type: 'media';
      readonly name: string | null;
      readonly bytes: AsyncIterable<Uint8Array>;
    }
  /** It expired, or was taken back. */
  | { readonly type: 'gone' }
  | { readonly type: 'too-large' }
  | Postponed;

export interface MediaBounds {
  readonly mostBytes: number;
  readonly withinMs: number;
}

export type Checked =
  /** `entry`: how its links name the channel, where it told. */
  | { readonly type: 'connected'; readonly entry?: string | undefined }
  /** Something is still to be done at the provider. */
  | { readonly type: 'missing'; readonly detail: string }
  | Postponed;

/** An opened channel, with its settings and secret read. */
export interface Opened {
  readonly capabilities: Capabilities;
  /** The provider's rate limits. All of them apply. */
  readonly rates: readonly Rate[];
  /** The largest request that its provider sends. Absent: 64 KiB. */
  readonly requestBytes?: number;
  /** All parts of a message leave in one request, under one id. */
  readonly together?: true;
  /** Tells by which link somebody came who has not written yet. */
  readonly refers?: true;
  /** The name that entries of a shared webhook use. Null: its webhook is its own. */
  readonly route: string | null;
  /**
   * What its requests are signed with. Entries are shared only among channels with the same. Absent:
   * its whole stored secret.
   */
  readonly signedWith?: string;
  /** Checks a request before any of it is parsed, in constant time. */
  verify(request: RawRequest, now: number): Verified;
  /** Never throws. What it cannot read is an item of type `unknown`. */
  items(entry: Entry): readonly Item[];
  /** The same where reading may take long: others are served meanwhile. Absent: `items` is fast. */
  itemsApart?(entry: Entry): Promise<readonly Item[]>;
  send(order: SendOrder): Promise<SendOutcome>;
  /**
   * Without webhooks: what came since `cursor` (null: from now on). May wait this long for news.
   */
  poll?(cursor: string | null, withinMs: number): Promise<Polled>;
  fetchMedia?(reference: string, bounds: MediaBounds): Promise<Fetched>;
  /** A file that came in an entry itself. */
  enclosed?(raw: string, reference: string, bounds: MediaBounds): Fetched | Promise<Fetched>;
  /**
   * Without webhooks, over connections that stay open: stores what comes, until `signal` ends it or
   * something fails.
   */
  watch?(place: WatchPlaces, signal: Ending): Promise<Postponed>;
  /** Reports typing, or reading up to a message, to the other side. Best effort. */
  signal?(address: string, told: Signalled): Promise<void>;
  /**
   * Whether credentials are valid and the provider still sends here. Renews what expires, and tells
   * a provider that can be told where to send.
   */
  check?(webhookUrl: string): Promise<Checked>;
  /**
   * Tells the provider what it expects for an item, after the item took effect. Best effort, and
   * repeated if the item is handled again.
   */
  acknowledge?(item: Item): Promise<void>;
  /** Takes, asks for or passes a conversation among apps of the business. Absent: there is one app. */
  control?(address: string, request: ControlRequest): Promise<Controlled>;
  /** Reads the templates from the provider. Absent: it has none. */
  templates?(): Promise<FoundTemplates>;
  /** How people are called by telephone. Absent: they are not. */
  readonly dialling?: Dialling;
  /** The name of the person at an address, for a provider that does not send it with messages. */
  nameOf?(address: string): Promise<string | null>;
}

export interface Dialling {
  readonly rules: DialRules;
  /** Has the carrier call somebody. */
  begin(
    order: DialOrder,
  ): Promise<{ readonly type: 'begun'; readonly externalId: string } | NotSent>;
  /** Ends a call, whatever its state. Best effort. */
  end(externalId: string): Promise<void>;
}

export interface DialOrder {
  readonly to: string;
  /** Where the carrier asks what to do once they answer, and where it tells that the call is over. */
  readonly url: string;
  readonly statusUrl: string;
  /** The longest that it may take. */
  readonly seconds: number;
  readonly withinMs: number;
}

/** `passedTo`: the app that has it now. */
export type Controlled = { readonly type: 'done'; readonly passedTo: string | null } | NotSent;

export type FoundTemplates =
  | { readonly type: 'templates'; readonly templates: readonly ChannelTemplate[] }
  /** For example, the account is not one of the token's. */
  | { readonly type: 'missing'; readonly detail: string }
  | Postponed;

export interface Rate {
  readonly of: 'channel' | 'address';
  readonly most: number;
  readonly perMs: number;
}

export type Signalled =
  | { readonly type: 'typing'; readonly on: boolean }
  | { readonly type: 'read'; readonly externalId: string };

/** A channel as stored. */
export interface StoredChannel {
  /** Absent: it is not stored yet. */
  readonly id?: ChannelId;
  readonly account: AccountId;
  readonly settings: unknown;
  /** Decrypted. Null: it has none, or it cannot be decrypted. */
  readonly secret: string | null;
  /** Null: those of its kind. */
  readonly capabilities: Capabilities | null;
  /** Where its provider posts, for a kind that is told with each message. Absent: nowhere yet. */
  readonly webhookUrl?: string;
}

/** A kind of channel. */
export interface ChannelAdapter {
  /** As `ChannelKind` names it. */
  readonly kind: string;
  /** Null: its settings or its secret do not fit the kind, so it has to be connected again. */
  open(stored: StoredChannel): Opened | null;
}
