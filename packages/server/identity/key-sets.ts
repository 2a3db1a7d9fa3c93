// The key sets (JWKS) of identity providers, fetched on demand and cached. An unknown key causes
// another fetch, at most once a minute. If the provider is unreachable, a fetched set stays in use
// for a day.
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { readJwk, type PublicKey } from '../http/access/public-key.ts';

const freshMs = 10 * 60_000;
const againMs = 60_000;
const keptMs = 24 * 3600_000;
const keysPerSet = 20;

export interface KeySets {
  /** The keys at an address. `suits` tells whether they contain the wanted one. Never rejects. */
  of(url: string, suits: (keys: readonly PublicKey[]) => boolean): Promise<readonly PublicKey[]>;
}

interface KeySet {
  keys: readonly PublicKey[];
  fetchedAt: number;
  triedAt: number;
  underWay: Promise<void> | null;
}

export function createKeySets(
  fetch: (url: string) => Promise<unknown>,
  clock: Clock,
  log: Pick<Log, 'warn'>,
): KeySets {
  const sets = new Map<string, KeySet>();

  function setAt(url: string): KeySet {
    const known = sets.get(url);
    if (known !== undefined) return known;
    const [oldest] = sets.keys();
    if (sets.size >= tableLimits.keySets && oldest !== undefined) sets.delete(oldest);
    const fresh: KeySet = { keys: [], fetchedAt: -Infinity, triedAt: -Infinity, underWay: null };
    sets.set(url, fresh);
    return fresh;
  }

  async function renew(url: string, set: KeySet): Promise<void> {
    set.triedAt = clock.now();
    try {
      set.keys = keysIn(await fetch(url));
      set.fetchedAt = clock.now();
    } catch (error) {
      log.warn('identity.keys_not_fetched', { url, reason: String(error) });
      if (clock.now() - set.fetchedAt > keptMs) set.keys = [];
    } finally {
      set.underWay = null;
    }
  }

  return {
    async of(url, suits) {
      const set = setAt(url);
      const now = clock.now();
      const stale = now - set.fetchedAt > freshMs || !suits(set.keys);
      if (set.underWay === null && stale && now - set.triedAt >= againMs)
        set.underWay = renew(url, set);
      if (set.underWay !== null && !suits(set.keys)) await set.underWay;
      return set.keys;
    },
  };
}

/** The signing keys of a set. Skips others. */
function keysIn(document: unknown): readonly PublicKey[] {
  const listed: unknown =
    typeof document === 'object' && document !== null ? Reflect.get(document, 'keys') : null;
  if (!Array.isArray(listed)) throw new Error('It holds no list of keys.');
  return listed
    .slice(0, keysPerSet)
    .map(readJwk)
    .filter((key) => key !== null);
}
