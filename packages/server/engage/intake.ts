// The seam between collecting and engaging: how parsed events and browsers reach a visitor's owner.
// Today the owner is in this process; with several, `Intake` forwards by hash of account and visitor.
import type { AccountId, EventId, PageViewId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import type { AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import type { Problem } from '@opportune/protocol/errors.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';

/** An event after parsing and admission; the owner adds ordinal. */
export type AdmittedEvent = Omit<AcceptedEvent, 'ordinal'>;

/**
 * Who pays for a visitor's place in memory: the prefix of the client's address, opaque here. Null for
 * the business's own server, which is not charged by address; left out for events of our own.
 */
export type Payer = string | null;

/** Where a browser sends from, by keyed hashes of its address. */
export interface SentFrom {
  /** Of the address's prefix: for the burst watch alone, which forgets it within a day. Stored nowhere. */
  readonly prefix: string;
  /** Which of a few numbers its network has; thousands of networks share each. */
  readonly network: number;
}

export interface VisitorBatch {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly payer?: Payer;
  /** Null for senders that are believed, such as the business's own server; left out for events of our own. */
  readonly from?: SentFrom | null;
  /** The client minted the id just now: nothing is stored under it. */
  readonly fresh: boolean;
  readonly events: readonly AdmittedEvent[];
}

/** What became of one event. `told` are no refusals: repeats, late events, goals that want more trust. */
export interface Told {
  readonly id: EventId;
  readonly problem: Problem;
}

export interface BatchResult {
  readonly told: readonly Told[];
  /** Resolves when all of it is durable; never rejects. */
  readonly stored: Promise<void>;
}

/** One browser connection of a visitor, by socket or HTTP. `send` never throws and never blocks. */
export interface VisitorLink {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly payer?: Payer;
  /** As in `SentFrom`; null where it is not known. */
  readonly network?: number | null;
  readonly fresh: boolean;
  /** Changes as the browser moves on; read at the moment of a decision. */
  readonly pageView: PageViewId;
  /** Code of a campaign trial, verified by the campaign feature. */
  readonly trial: string | null;
  send(frame: ServerFrame): void;
}

export interface Intake {
  /**
   * Applies a visitor's events in order and decides. Resolves when that is done, before it is
   * durable, so that whoever waits for `stored` holds on to nothing of the events. Rejects with a
   * retryable problem where they cannot be taken (nothing is then acknowledged).
   */
  accept(batch: VisitorBatch): Promise<BatchResult>;
  /** A browser came; the returned function says that it went. */
  attach(link: VisitorLink): () => void;
}
