// What every kind of channel can be asked: to check what a provider sends and to read it, to send laid
// out parts, and to fetch media. An adapter keeps nothing: what was received, what waits and what
// became of it is kept by whoever calls. Nothing throws for what a provider does; it is an outcome.
import type { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import type { DeliveryReason } from '@opportune/protocol/channel/delivery.ts';
import type { LaidFile, Part } from '@opportune/protocol/channel/parts.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';

/** A request of a provider's, before anything of it was parsed. */
export interface RawRequest {
  readonly method: string;
  /** As the provider addressed it, from the public URL on: some sign it. */
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
 * What a request turned out to be. `handshake`: no news, only an answer that proves who we are.
 * `entries` may be none: some providers send an empty list as a trial.
 */
export type Verified =
  | {
      readonly type: 'refused';
      readonly why: 'signature' | 'replay' | 'malformed';
      /** The path of what is malformed, where the other side is told. */
      readonly at?: string;
    }
  | { readonly type: 'handshake'; readonly answer: WebhookAnswer }
  | {
      readonly type: 'entries';
      readonly entries: readonly Entry[];
      readonly answer: WebhookAnswer;
    };

/** A part of a request that belongs to one channel. */
export interface Entry {
  /** Whose it is, among channels that share a webhook, by `Opened.route`; null: of the channel asked. */
  readonly route: string | null;
  /** What `items` reads: the text of the entry, as it came as far as possible. */
  readonly raw: string;
}

/** One thing that happened at one address. Handled in order for each address. */
export type Item = {
  /** The same each time that a provider tells it, and unique in its channel. */
  readonly key: string;
  /** Empty where it concerns none: such an item is handled alone. */
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
      /** What an answer has to show, for as long as the provider says: `SendOrder.answers` brings it back. */
      readonly token: string | null;
      /** Written by a machine: nothing automatic may answer it. */
      readonly automatic: boolean;
    }
  /** A message of our side that we may have sent: `reference` says so, else somebody wrote it at the provider's. */
  | {
      readonly type: 'echo';
      readonly externalId: string;
      readonly reference: string | null;
      readonly content: Incoming;
    }
  | { readonly type: 'edit'; readonly externalId: string; readonly text: string }
  | { readonly type: 'deletion'; readonly externalId: string }
  /** Null: it was taken back. */
  | { readonly type: 'reaction'; readonly externalId: string; readonly reaction: string | null }
  | {
      readonly type: 'receipt';
      readonly externalId: string;
      /** What `send` was given, where the provider tells it. */
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
    }
  /** All that we sent to the address until then. */
  | { readonly type: 'watermark'; readonly state: 'delivered' | 'read'; readonly until: number }
  | { readonly type: 'typing'; readonly on: boolean }
  /** A message is known by another id from now on. */
  | { readonly type: 'renamed'; readonly externalId: string; readonly to: string }
  /** Whoever had the address has another from now on. */
  | { readonly type: 'moved'; readonly to: string }
  | { readonly type: 'opt-out' }
  | { readonly type: 'opt-in' }
  /** Something that this adapter does not know, kept as it came. */
  | { readonly type: 'unknown'; readonly what: string };

/** What the provider says of whoever wrote. */
export interface Sender {
  readonly name: string | null;
  readonly language: string | null;
  /** Where it is not the address itself. */
  readonly phone: string | null;
  /** Whether the provider vouches that the address is theirs: of a letter that nobody signed it does not. */
  readonly vouched: boolean;
}

export interface Incoming {
  readonly text: string;
  readonly media: readonly MediaReference[];
  /** The choice that was tapped, by the id that a part gave it. */
  readonly choice: string | null;
  readonly location: { readonly latitude: number; readonly longitude: number } | null;
  /** What of it this adapter could not read, in the provider's word; null: all was read. */
  readonly unread: string | null;
}

/** A file at the provider's, to be fetched soon: it expires. */
export interface MediaReference {
  readonly reference: string;
  readonly name: string | null;
}

export interface SendOrder {
  readonly address: string;
  readonly parts: readonly Part[];
  /** Names this delivery: an idempotency key where the provider takes one, told in receipts where it can be. */
  readonly reference: string;
  /** The newest message of the contact's, which some providers answer to; null: none. */
  readonly answers: {
    readonly externalId: string;
    readonly at: number;
    readonly token: string | null;
  } | null;
  /** Who writes, and what it is about, where the channel shows it. */
  readonly author: string | null;
  readonly topic: string | null;
  /** The bytes of a part's file, for a provider that does not fetch its link; null: it is gone. */
  read(file: LaidFile): Promise<AsyncIterable<Uint8Array> | null>;
  /** What stands around the words where they stand alone, as in a letter. */
  around(): Promise<Around>;
  /** How long an answer is waited for. Then the outcome is `uncertain`, unless nothing left. */
  readonly withinMs: number;
}

export interface Around {
  /** What the contact knows the business by. */
  readonly business: string;
  /** In which words are said that nobody wrote, as BCP 47 names it. */
  readonly language: string;
  /** The contact's newest words before it; empty: there are none. */
  readonly asked: string;
  /** An e-mail address that reaches the author; null: there is none. */
  readonly replyTo: string | null;
}

/**
 * What a provider did. The ids are of the parts that it took, in their order, or one of all together;
 * where it did not take all, sending goes on behind them.
 */
export type SendOutcome =
  | { readonly type: 'sent'; readonly externalIds: readonly string[] }
  | (NotSent & { readonly externalIds: readonly string[] });

export type NotSent =
  | { readonly type: 'refused'; readonly reason: DeliveryReason; readonly detail: string }
  | Postponed
  /** It left, and no answer came: it may have arrived. */
  | { readonly type: 'uncertain'; readonly detail: string };

/** Nothing was done, and it may be asked again. */
export type Postponed =
  /** Too much at once; null: the provider does not say for how long. */
  | { readonly type: 'rate'; readonly retryAfterMs: number | null }
  /** Credentials no longer hold: a person has to connect the channel again. */
  | { readonly type: 'reconnect'; readonly detail: string }
  | { readonly type: 'unreachable'; readonly detail: string };

export type Polled =
  | {
      readonly type: 'entries';
      readonly entries: readonly Entry[];
      /** Asked with the next time, once the entries are stored. */
      readonly cursor: string;
    }
  | Postponed;

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

/** A channel with its settings and secret read, by which it is reached. */
export interface Opened {
  readonly capabilities: Capabilities;
  /** How much the provider takes, all of which hold. */
  readonly rates: readonly Rate[];
  /** All parts of a message leave in one request, under one id. */
  readonly together?: true;
  /** What entries of a shared webhook name it by; null: its webhook is its own. */
  readonly route: string | null;
  /** Checks a request before anything of it is parsed, in constant time. */
  verify(request: RawRequest, now: number): Verified;
  /** Never throws: what it cannot read is an item of type `unknown`. */
  items(entry: Entry): readonly Item[];
  send(order: SendOrder): Promise<SendOutcome>;
  /** Where there are no webhooks: what came since `cursor` (null: from now on). May wait so long for news. */
  poll?(cursor: string | null, withinMs: number): Promise<Polled>;
  fetchMedia?(reference: string, bounds: MediaBounds): Promise<Fetched>;
  /** Tells the other side that somebody types, or has read until a message. Nothing depends on it. */
  signal?(address: string, told: Signalled): Promise<void>;
  /** Whether credentials hold and the provider still sends here; renews what it lets lapse. */
  check?(webhookUrl: string): Promise<{ readonly type: 'connected' } | Postponed>;
}

export interface Rate {
  readonly of: 'channel' | 'address';
  readonly most: number;
  readonly perMs: number;
}

export type Signalled =
  | { readonly type: 'typing'; readonly on: boolean }
  | { readonly type: 'read'; readonly externalId: string };

/** How a channel is stored. */
export interface StoredChannel {
  readonly account: AccountId;
  readonly settings: unknown;
  /** Opened; null: it has none, or none that opens. */
  readonly secret: string | null;
  /** Those of its kind, where it says nothing. */
  readonly capabilities: Capabilities | null;
}

/** A kind of channel. */
export interface ChannelAdapter {
  /** As `ChannelKind` names it. */
  readonly kind: string;
  /** Null: its settings or its secret are not of this kind, so that it has to be connected again. */
  open(stored: StoredChannel): Opened | null;
}
