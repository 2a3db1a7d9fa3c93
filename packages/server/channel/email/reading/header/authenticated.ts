// What the account's own mail server found out about the sender: Authentication-Results (RFC 8601) with
// that server's name. Whoever writes a letter can write the field too, so no other is believed, nor one
// of the same name below a Received of the server: it strips forged ones, and adds its own on top.
import type { Authenticated } from '../letter.ts';
import type { Header } from '../mime/headers.ts';

const nothing: Authenticated = { dmarc: 'none', dkim: 'none', spf: 'none' };

export function authenticatedBy(header: Header, authservId: string | null): Authenticated {
  const own = authservId?.trim().toLowerCase() ?? '';
  if (own === '') return nothing;
  const field = header
    .all('authentication-results')
    .map((value) => value.replace(/\([^()]*\)/g, ' '))
    .find((value) => /^\s*"?([^\s;"]+)/.exec(value)?.[1]?.toLowerCase() === own);
  if (field === undefined) return nothing;
  const results = field.split(';').slice(1);
  return { dmarc: of(results, 'dmarc'), dkim: of(results, 'dkim'), spf: of(results, 'spf') };
}

type Verdict = Authenticated['dmarc'];

/** One signature that passes is enough. */
function of(results: readonly string[], method: string): Verdict {
  const verdicts = results.flatMap((result) => {
    const [, name, verdict] = /^\s*([a-z-]+)(?:\/\d+)?\s*=\s*([a-z]+)/i.exec(result) ?? [];
    return name?.toLowerCase() === method ? [verdict?.toLowerCase() ?? ''] : [];
  });
  if (verdicts.includes('pass')) return 'pass';
  const failed = ['fail', 'softfail', 'permerror', 'policy'];
  return verdicts.some((verdict) => failed.includes(verdict)) ? 'fail' : 'none';
}
