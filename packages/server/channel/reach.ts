// How channels reach addresses that somebody typed in.
import type { LookupFunction } from 'node:net';
import type { Outbound, Reached } from '../http/outbound/bounded-request.ts';
import type { OpenSmtp } from './email/sending/seams.ts';

/** A request to an address that is checked as it is connected to. */
export type Reach = (request: Outbound) => Promise<Reached>;

/** How providers are reached. */
export interface Ways {
  readonly request: Reach;
  readonly smtp: OpenSmtp;
}

export interface OutboundGuard extends Ways {
  /** Whether every address of a host is allowed now. */
  mayReach(host: string): Promise<boolean>;
  /** Resolves names to allowed addresses only. */
  readonly lookup: LookupFunction;
  /** As it is, and also to these origins if they are on this machine. No request may name them. */
  alsoTo(origins: readonly string[]): Ways;
}
