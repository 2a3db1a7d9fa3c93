// Checks whether a key admits a request: known, not revoked, and used from an allowed origin if a
// page uses it. A refusal that belongs to a site is shown in the site's debugger.
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import { originAllowed } from '../../http/browser/origins.ts';
import { chargeAddress } from '../charging.ts';
import type { Collector } from '../events/event-batch.ts';
import type { KeyGrant } from '../seams.ts';

export type Granted =
  | { readonly ok: true; readonly grant: KeyGrant }
  | { readonly ok: false; readonly problem: Problem };

export interface Asked {
  /** The prefix of the client's address, which pays for lookups of unknown keys. */
  readonly payer: string;
  readonly visitor: string | null;
  /** What the debugger shows as received. Computed only if it is shown. */
  readonly raw: () => unknown;
  /** Accept write keys only. A secret key must not be used in a page. */
  readonly page?: boolean;
}

const keyLength = 128;

/** Looks a key up. Rejects only if the directory itself fails. */
export async function grantFor(
  use: Collector,
  key: string,
  origin: string | undefined,
  asked: Asked,
): Promise<Granted> {
  if (key === '' || key.length > keyLength) return { ok: false, problem: problem('key.unknown') };
  const { payer } = asked;
  // Hundreds of clients behind one address may come at once with one key. It is looked up once.
  const isAsked = use.keys.asksStore(key);
  const tooMany = isAsked ? chargeAddress(use.budgets, 'lookups.address', payer, 1) : null;
  if (tooMany !== null) return { ok: false, problem: tooMany };
  const grant = await use.keys.find(key);
  if (grant === null) return { ok: false, problem: problem('key.unknown') };
  if (isAsked) use.budgets.refund([{ budget: 'lookups.address', payer, amount: 1 }]);
  const fault = faultOf(grant, origin, asked.page === true);
  if (fault === null) {
    use.keys.used(grant);
    return { ok: true, grant };
  }
  const { account, site, trust } = grant;
  const { visitor, raw } = asked;
  use.debugger.refused({ account, site, trust, visitor, raw: raw(), at: use.clock.now() }, fault);
  return { ok: false, problem: fault };
}

function faultOf(grant: KeyGrant, origin: string | undefined, page: boolean): Problem | null {
  if (grant.revoked) return problem('key.revoked');
  if (grant.trust === 'server') {
    if (page || origin !== undefined)
      return problem('key.unknown', {
        detail: 'A secret key does not belong in a page. Revoke it and use the write key.',
      });
    return null;
  }
  return originAllowed(grant.origins, origin) ? null : problem('origin.not_allowed');
}
