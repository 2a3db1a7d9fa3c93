// How channels reach addresses that somebody typed in.
import type { LookupFunction } from 'node:net';
import type { Outbound, Reached } from '../http/outbound/bounded-request.ts';
import type { OpenSmtp } from './email/sending/seams.ts';

/** A request to an address that is checked as it is connected to. */
export type Reach = (request: Outbound) => Promise<Reached>;

export interface OutboundGuard {
  readonly request: Reach;
  /** Whether every address of a host is allowed now. */
  mayReach(host: string): Promise<boolean>;
  /** Resolves names to allowed addresses only. */
  readonly lookup: LookupFunction;
  readonly smtp: OpenSmtp;
  /** As `request`, and also to these origins if they are on this machine. No request may name them. */
  alsoTo(origins: readonly string[]): Reach;
}
