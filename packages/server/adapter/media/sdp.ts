// The offer of a browser as the host reads it, and the answer as the browser gets it. Candidates in
// an offer are removed: a stranger could name addresses inside the network, which the host would
// then probe. It learns where a browser is from the packets that arrive.
import { isIP } from 'node:net';
import { mediaLimits } from '@opportune/protocol/limits/calls.ts';

/** Null: it is not an offer of one microphone and places for voices. */
export function readOffer(offer: string): string | null {
  if (offer.length > mediaLimits.offerBytes || /[^\x20-\x7e\r\n]/.test(offer)) return null;
  const lines = offer.split(/\r?\n/);
  const sections = lines.filter((line) => line.startsWith('m='));
  if (sections.length < 2 || sections.length > mediaLimits.sections) return null;
  if (!sections.every((line) => line.startsWith('m=audio '))) return null;
  if (!lines.some((line) => line.startsWith('a=fingerprint:sha-256 '))) return null;
  if (!isBundled(lines, sections.length)) return null;
  return lines.filter((line) => !/^a=(candidate:|end-of-candidates)/.test(line)).join('\r\n');
}

/** Whether all sections share one connection. Otherwise each would take ports of its own. */
function isBundled(lines: readonly string[], sections: number): boolean {
  const mids = lines.flatMap((line) => /^a=mid:(\S+)$/.exec(line)?.[1] ?? []);
  const groups = lines.flatMap((line) => /^a=group:BUNDLE (.+)$/.exec(line)?.[1] ?? []);
  return mids.length === sections && groups.length === 1 && groups[0] === mids.join(' ');
}

/** Names the address at which browsers reach the host, behind a router that translates addresses. */
export function withAddress(answer: string, address: string | null): string {
  if (address === null) return answer;
  const seen = new Set<string>();
  return answer
    .split('\r\n')
    .flatMap((line) => {
      if (!line.startsWith('a=candidate:')) return [line];
      const fields = line.split(' ');
      if (isIP(fields[4] ?? '') !== isIP(address)) return [];
      fields[4] = address;
      const port = fields[5] ?? '';
      if (seen.has(port)) return [];
      seen.add(port);
      return [fields.join(' ')];
    })
    .join('\r\n');
}
