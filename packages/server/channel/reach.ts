// How channels reach addresses that somebody typed in.
import type { Outbound, Reached } from '../http/outbound/bounded-request.ts';

/** A request to an address that is checked as it is connected to. */
export type Reach = (request: Outbound) => Promise<Reached>;

export interface OutboundGuard {
  readonly request: Reach;
  /** Whether every address of a host is allowed now. */
  mayReach(host: string): Promise<boolean>;
  /** As `request`, and also to these origins if they are on this machine. No request may name them. */
  alsoTo(origins: readonly string[]): Reach;
}
