// Whether a key opens the intake for a request: known, not revoked, and from an allowed origin where
// a page uses it. A refusal that can be laid at a site's door is shown in that site's debugger.
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import { originAllowed } from '../http/origins.ts';
import type { Collector } from './event-batch.ts';
import type { KeyGrant } from './seams.ts';

export type Granted =
  | { readonly ok: true; readonly grant: KeyGrant }
  /** `grant` where the site is known all the same. */
  | { readonly ok: false; readonly problem: Problem; readonly grant: KeyGrant | null };

export interface Asked {
  readonly visitor: string | null;
  /** What the debugger shows as received. */
  readonly raw: unknown;
  /** Only a write key will do: a secret key has no place in a page. */
  readonly page?: boolean;
}

/** Looks a key up. Rejects only where the directory itself fails. */
export async function grantFor(
  use: Collector,
  key: string,
  origin: string | undefined,
  asked: Asked,
): Promise<Granted> {
  const grant = key === '' || key.length > 128 ? null : await use.keys.find(key);
  if (grant === null) return { ok: false, problem: problem('key.unknown'), grant: null };
  const fault = faultOf(grant, origin, asked.page === true);
  if (fault !== null) {
    const { account, site, trust } = grant;
    use.debugger.refused(
      { account, site, trust, at: use.clock.now(), visitor: asked.visitor, raw: asked.raw },
      fault,
    );
    return { ok: false, problem: fault, grant };
  }
  use.keys.used(grant);
  return { ok: true, grant };
}

function faultOf(grant: KeyGrant, origin: string | undefined, page: boolean): Problem | null {
  if (grant.revoked === true) return problem('key.revoked');
  if (grant.trust === 'server') {
    if (page || origin !== undefined)
      return problem('key.unknown', {
        detail: 'A secret key does not belong in a page; revoke it and use the write key.',
      });
    return null;
  }
  return originAllowed(grant.origins, origin) ? null : problem('origin.not_allowed');
}
