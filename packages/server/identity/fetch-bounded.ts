// Fetches a small JSON document from an address that somebody typed in.
import { readUpTo, requestBounded } from '../http/outbound/bounded-request.ts';

export const fetchLimits = { timeoutMs: 3000, sizeBytes: 64 * 1024 } as const;

/** The document. Rejects with what went wrong. */
export async function fetchJson(
  address: string,
  isAllowed: (ip: string) => boolean,
): Promise<unknown> {
  const asked = { url: address, method: 'GET', headers: { accept: 'application/json' } } as const;
  const reached = await requestBounded({ ...asked, withinMs: fetchLimits.timeoutMs }, isAllowed);
  if (reached.type !== 'answered') throw new Error(reached.detail);
  if (reached.status !== 200) {
    reached.body.destroy();
    throw new Error(`It answered ${reached.status}.`);
  }
  const bytes = await readUpTo(reached.body, fetchLimits.sizeBytes);
  if (bytes === null) throw new Error('It is too large.');
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new Error('It is no JSON.');
  }
}
