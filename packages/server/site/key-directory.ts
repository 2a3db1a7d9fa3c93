// Whose key is it: asked by the intake for every connection and request, so answers are kept in
// memory and dropped when the account's configuration changes or a key is revoked.
import { tableLimits } from '@opportune/protocol/limits.ts';
import { BoundedMap } from '@opportune/core/bounds/bounded-map.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { SiteSettings } from '@opportune/protocol/campaign/configuration.ts';
import { AccountId, KeyId, SiteId } from '@opportune/protocol/ids.ts';
import { hashKey } from './keys.ts';
import type { ConfigurationChanges } from './seams.ts';

export interface KeyOwner {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly trust: 'page' | 'server';
  readonly origins: readonly string[];
  /** Of a secret key; null for the write key. */
  readonly keyId: KeyId | null;
  readonly revoked: boolean;
  readonly settings: SiteSettings;
}

export interface KeyDirectory {
  /** Null where the key is not known; a revoked key is known and says so. */
  find(key: string): Promise<KeyOwner | null>;
  /** Whether `find` would ask the store now: not for what is kept, nor for what is asked already. */
  asksStore(key: string): boolean;
  /** Notes that a key was used; cheap to call for every request. */
  used(owner: KeyOwner): void;
}

/** On the bus when keys of an account changed: `{account}`. */
export const keysChanged = 'keys.changed';
/** Topics that make an account's answers stale. */
const staleOn = [keysChanged, 'configuration.changed'];
/** How long an unknown key stays unknown without asking again. */
const unknownMs = 5000;
/** How often the use of a key is written down. */
const usedEveryMs = 60_000;

interface Kept {
  readonly owner: KeyOwner;
}

export interface KeyDirectoryParts {
  readonly records: Records;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly configurations: ConfigurationChanges;
}

export function createKeyDirectory({
  records,
  bus,
  clock,
  log,
  configurations,
}: KeyDirectoryParts): KeyDirectory {
  const kept = new Map<string, Kept>();
  /** Apart, so that a flood of keys that do not exist pushes out none that does. */
  const unknown = new BoundedMap<string, number>(tableLimits.keys);
  const noted = new BoundedMap<string, number>(tableLimits.keys);
  /** Being read: after a restart everybody asks for the same at once. */
  const asked = new Map<string, Promise<KeyOwner | null>>();
  /** Grows with each change, so that an answer read before it is not kept after it. */
  const state = { generation: 0 };

  function forget(account: string): void {
    state.generation += 1;
    asked.clear();
    unknown.clear();
    for (const [key, { owner }] of kept) if (owner.account === account) kept.delete(key);
  }
  for (const topic of staleOn)
    bus.subscribe(topic, (message) => forget((message as { account: string }).account));

  /** One read for all who ask meanwhile; who asks after a change does not get what was read before. */
  function read(key: string, now: number): Promise<KeyOwner | null> {
    const { generation } = state;
    const reading = readOwner(records, key)
      .then((owner) => {
        if (generation !== state.generation) return owner;
        if (owner === null) unknown.set(key, now);
        else keepBounded(kept, key, { owner });
        return owner;
      })
      .finally(() => {
        if (asked.get(key) === reading) asked.delete(key);
      });
    asked.set(key, reading);
    return reading;
  }

  return {
    async find(key) {
      const now = clock.now();
      const found = kept.get(key);
      if (found !== undefined) return found.owner;
      if (now - (unknown.get(key) ?? -Infinity) < unknownMs) return null;
      return asked.get(key) ?? read(key, now);
    },

    asksStore: (key) =>
      !kept.has(key) &&
      !asked.has(key) &&
      clock.now() - (unknown.get(key) ?? -Infinity) >= unknownMs,

    used({ account, keyId }) {
      const now = clock.now();
      if (keyId === null || now - (noted.get(keyId) ?? 0) < usedEveryMs) return;
      noted.set(keyId, now);
      noteUse(records, configurations, account, keyId, new Date(now)).catch((error: unknown) => {
        noted.delete(keyId);
        log.warn('the use of a key was not noted', { key: keyId, reason: String(error) });
      });
    },
  };
}

function keepBounded(kept: Map<string, Kept>, key: string, value: Kept): void {
  kept.delete(key);
  kept.set(key, value);
  const [oldest] = kept.keys();
  if (kept.size > tableLimits.keys && oldest !== undefined) kept.delete(oldest);
}

interface Row {
  readonly account: string;
  readonly site: string;
  readonly trust: 'page' | 'server';
  readonly key_id: string | null;
  readonly revoked: boolean;
  readonly settings: unknown;
}

async function readOwner(records: Records, key: string): Promise<KeyOwner | null> {
  if (key.length > 128) return null;
  const row = await records.withoutAccount((sql) =>
    sql.row<Row>('SELECT * FROM find_key($1)', [hashKey(key)]),
  );
  if (row === undefined) return null;
  const settings = SiteSettings.parse(row.settings);
  return {
    account: AccountId.parse(row.account),
    site: SiteId.parse(row.site),
    trust: row.trust,
    origins: settings.origins,
    keyId: row.key_id === null ? null : KeyId.parse(row.key_id),
    revoked: row.revoked,
    settings,
  };
}

/** The first use of any secret key of an account makes its money goals want server trust. */
async function noteUse(
  records: Records,
  configurations: ConfigurationChanges,
  account: AccountId,
  key: KeyId,
  now: Date,
): Promise<void> {
  await records.withAccount(account, (sql) =>
    sql.run('UPDATE secret_keys SET last_used_at = $2 WHERE id = $1', [key, now]),
  );
  if ((await configurations.current(account)).serverTrustInUse) return;
  await configurations.change(account, 'first use of a secret key', (sql) =>
    sql.run('UPDATE accounts SET server_trust_in_use = true'),
  );
}
