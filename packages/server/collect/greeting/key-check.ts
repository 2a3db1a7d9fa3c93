// Whether a key opens the intake for a request: known, not revoked, and from an allowed origin where
// a page uses it. A refusal that can be laid at a site's door is shown in that site's debugger.
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import { originAllowed } from '../../http/browser/origins.ts';
import { chargeAddress } from '../charging.ts';
import type { Collector } from '../events/event-batch.ts';
import type { KeyGrant } from '../seams.ts';

export type Granted =
  | { readonly ok: true; readonly grant: KeyGrant }
  | { readonly ok: false; readonly problem: Problem };

export interface Asked {
  /** The prefix of the client's address: it pays for looking up keys that do not exist. */
  readonly payer: string;
  readonly visitor: string | null;
  /** What the debugger shows as received, made only where it is shown. */
  readonly raw: () => unknown;
  /** Only a write key will do: a secret key has no place in a page. */
  readonly page?: boolean;
}

const keyLength = 128;

/** Looks a key up. Rejects only where the directory itself fails. */
export async function grantFor(
  use: Collector,
  key: string,
  origin: string | undefined,
  asked: Asked,
): Promise<Granted> {
  if (key === '' || key.length > keyLength) return { ok: false, problem: problem('key.unknown') };
  const { payer } = asked;
  // Hundreds behind one address may come at once with one key: it is looked up once.
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
        detail: 'A secret key does not belong in a page; revoke it and use the write key.',
      });
    return null;
  }
  return originAllowed(grant.origins, origin) ? null : problem('origin.not_allowed');
}
