// Fetches a small JSON document from an address that somebody typed in. Bounded in time and bytes,
// follows no redirects, and connects only to addresses that are allowed: the check is made on the
// address that is connected to, so that a name cannot resolve to another one in between.
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIP } from 'node:net';
import { lookupAllowed, notAllowed } from './allowed-lookup.ts';

export const fetchLimits = { timeoutMs: 3000, sizeBytes: 64 * 1024 } as const;

/** The document. Rejects with what went wrong. */
export function fetchJson(address: string, isAllowed: (ip: string) => boolean): Promise<unknown> {
  const url = new URL(address);
  const request = url.protocol === 'https:' ? requestSecure : requestPlain;
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    // A literal address is never looked up.
    if (isIP(literal) !== 0 && !isAllowed(literal)) return reject(notAllowed(literal));
    const signal = AbortSignal.timeout(fetchLimits.timeoutMs);
    const options = {
      signal,
      agent: false,
      lookup: lookupAllowed(isAllowed),
      headers: { accept: 'application/json' },
    };
    const sent = request(url, options, (response) => {
      if (response.statusCode !== 200) {
        response.destroy();
        return reject(new Error(`It answered ${response.statusCode}.`));
      }
      let size = 0;
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > fetchLimits.sizeBytes) response.destroy(new Error('It is too large.'));
      });
      response.on('error', reject);
      response.on('end', () => {
        try {
          resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')));
        } catch {
          reject(new Error('It is no JSON.'));
        }
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}
