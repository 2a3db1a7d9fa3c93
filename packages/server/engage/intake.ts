// The seam between collecting and engaging: how parsed events and browsers reach a visitor's owner.
// The owner is in this process. With several processes, `Intake` would forward by a hash of account
// and visitor.
import { type Homes, mustBeHome } from '@opportune/core/cluster/homes.ts';
import type { AccountId, EventId, PageViewId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import type { AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import type { Problem } from '@opportune/protocol/errors.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';

/** An event after parsing and admission. The owner adds the ordinal. */
export interface AdmittedEvent extends Omit<AcceptedEvent, 'ordinal'> {
  /** The query of a page that was opened by the link of a verification. Never stored. */
  readonly opened?: string;
}

/**
 * Who pays for a visitor's place in memory: the prefix of the client's address, opaque here. Null
 * for the business's own server, which is not charged by address. Absent for events of our own.
 */
export type Payer = string | null;

/** Where a browser sends from, as keyed hashes of its address. */
export interface SentFrom {
  /**
   * Hash of the address's prefix, for the burst watch alone, which forgets it within a day. It is
   * never stored.
   */
  readonly prefix: string;
  /** The number of its network. Numbers are few, so thousands of networks share each. */
  readonly network: number;
}

export interface VisitorBatch {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly payer?: Payer;
  /** Null for trusted senders, such as the business's own server. Absent for events of our own. */
  readonly from?: SentFrom | null;
  /** True if the client minted the visitor id just now, so nothing is stored under it. */
  readonly fresh: boolean;
  readonly events: readonly AdmittedEvent[];
}

/**
 * The outcome of one event. `told` entries are not refusals: repeats, late events, goals that need
 * more trust.
 */
export interface Told {
  readonly id: EventId;
  readonly problem: Problem;
}

export interface BatchResult {
  readonly told: readonly Told[];
  /** Resolves when everything is durable. Never rejects. */
  readonly stored: Promise<void>;
}

/** One browser connection of a visitor, by socket or HTTP. `send` never throws and never blocks. */
export interface VisitorLink {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly payer?: Payer;
  /** As in `SentFrom`. Null if unknown. */
  readonly network?: number | null;
  readonly fresh: boolean;
  /** Changes as the browser navigates. Read at the moment of a decision. */
  readonly pageView: PageViewId;
  /** The languages that its visitor reads, best first: the page's, then the browser's. */
  readonly reads?: readonly string[];
  /** The code of a trial, which `campaign/` or `site/` verifies. */
  readonly trial: string | null;
  send(frame: ServerFrame): void;
  /** Ends the connection. The browser greets again if the problem can be retried. Never throws. */
  end(why: Problem): void;
}

/** Wraps the intake. Refuses accounts that are at home in another process. */
export function onlyAtHome(intake: Intake, homes: Homes): Intake {
  return {
    async accept(batch) {
      mustBeHome(homes, batch.account);
      return intake.accept(batch);
    },
    attach(link) {
      mustBeHome(homes, link.account);
      return intake.attach(link);
    },
  };
}

export interface Intake {
  /**
   * Applies a visitor's events in order and decides. Resolves when that is done, before it is
   * durable, so that a caller waiting for `stored` keeps no events in memory. Rejects with a
   * retryable problem if the events cannot be taken; nothing is then acknowledged.
   */
  accept(batch: VisitorBatch): Promise<BatchResult>;
  /** A browser connected. Call the returned function when it disconnects. */
  attach(link: VisitorLink): () => void;
}
