// Finds the owner of a key. The intake uses it for every connection and request, so answers are
// cached and dropped when the account's configuration changes or a key is revoked.
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { BoundedMap } from '@opportune/core/bounds/bounded-map.ts';
import { jsonBytes } from '@opportune/core/bounds/json-size.ts';
import { SizedMap } from '@opportune/core/bounds/sized-map.ts';
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { configurationChanged, keysChanged } from '@opportune/protocol/bus/changes.ts';
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
  /** Null if the key is unknown. A revoked key is known and marked as such. */
  find(key: string): Promise<KeyOwner | null>;
  /** Whether `find` would query the store now: not if the answer is cached or already requested. */
  asksStore(key: string): boolean;
  /** Notes the use of a key. Cheap enough for every request. */
  used(owner: KeyOwner): void;
}

/** How long an unknown key stays unknown without asking again. */
const unknownMs = 5000;
/** No key has more characters. Of longer texts nothing is kept. */
const keyLength = 128;
/** How often the use of a key is written down. */
const usedEveryMs = 60_000;

const kept = {
  entries: tableLimits.keys,
  bytes: tableLimits.keyBytes,
  sizeOf: ({ settings }: KeyOwner) => 1024 + jsonBytes(settings),
};

export interface KeyDirectoryParts {
  readonly records: Records;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly configurations: ConfigurationChanges;
}

export function createKeyDirectory(parts: KeyDirectoryParts): KeyDirectory {
  return new KeptKeys(parts);
}

class KeptKeys implements KeyDirectory {
  readonly #parts: KeyDirectoryParts;
  readonly #kept = new SizedMap<string, KeyOwner>(kept);
  /** Separate, so that a flood of unknown keys evicts no known one. */
  readonly #unknown = new BoundedMap<string, number>(tableLimits.keys);
  readonly #noted = new BoundedMap<string, number>(tableLimits.keys);
  /** Pending reads, because after a restart everybody requests the same at once. */
  readonly #asked = new Map<string, Promise<KeyOwner | null>>();
  /** Grows with each change, so that an answer read before it is not kept after it. */
  #generation = 0;

  constructor(parts: KeyDirectoryParts) {
    this.#parts = parts;
    for (const topic of [keysChanged, configurationChanged])
      subscribe<{ account: string }>(parts.bus, topic, ({ account }) => this.#forget(account));
  }

  async find(key: string): Promise<KeyOwner | null> {
    const found = this.#kept.get(key);
    if (found !== undefined) return found;
    if (key.length > keyLength || this.#isUnknown(key)) return null;
    return this.#asked.get(key) ?? this.#read(key);
  }

  asksStore(key: string): boolean {
    if (key.length > keyLength) return false;
    return !this.#kept.has(key) && !this.#asked.has(key) && !this.#isUnknown(key);
  }

  used({ account, keyId }: KeyOwner): void {
    const { records, configurations, clock, log } = this.#parts;
    const now = clock.now();
    if (keyId === null || now - (this.#noted.get(keyId) ?? 0) < usedEveryMs) return;
    this.#noted.set(keyId, now);
    noteUse(records, configurations, account, keyId, new Date(now)).catch((error: unknown) => {
      this.#noted.delete(keyId);
      log.warn('the use of a key was not noted', { key: keyId, reason: String(error) });
    });
  }

  #isUnknown(key: string): boolean {
    return this.#parts.clock.now() - (this.#unknown.get(key) ?? -Infinity) < unknownMs;
  }

  #forget(account: string): void {
    this.#generation += 1;
    this.#asked.clear();
    this.#unknown.clear();
    for (const [key, owner] of this.#kept.entries())
      if (owner.account === account) this.#kept.delete(key);
  }

  /** Concurrent callers share one read. A caller after a change does not get an earlier read. */
  #read(key: string): Promise<KeyOwner | null> {
    const now = this.#parts.clock.now();
    const generation = this.#generation;
    const reading = readOwner(this.#parts.records, key)
      .then((owner) => {
        if (generation !== this.#generation) return owner;
        if (owner === null) this.#unknown.set(key, now);
        else this.#kept.set(key, owner);
        return owner;
      })
      .finally(() => {
        if (this.#asked.get(key) === reading) this.#asked.delete(key);
      });
    this.#asked.set(key, reading);
    return reading;
  }
}

/** The account of a key. Null if the key is unknown. */
export async function accountOfKey(records: Records, key: string): Promise<AccountId | null> {
  const row = await records.withoutAccount((sql) =>
    sql.row<Pick<Row, 'account'>>('SELECT account FROM find_key($1)', [hashKey(key)]),
  );
  return row === undefined ? null : AccountId.parse(row.account);
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

/** The first use of any secret key of an account makes its money goals require server trust. */
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
