// Sites of an account: settings, allowed origins, look, keys and the snippet to paste. Changes are
// versions of the configuration; keys are not part of it and take effect at once.
import { withItemIds } from '@opportune/core/campaign/languages/site-texts.ts';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import { keysChanged } from '@opportune/protocol/bus/changes.ts';
import {
  firstLook,
  type SiteLook,
  SiteSettings,
} from '@opportune/protocol/campaign/configuration.ts';
import { type AccountId, KeyId, type PictureId, SiteId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits/accounts.ts';
import type { NewSite, Site, SiteChange } from '@opportune/protocol/rest/site.ts';
import type { z } from 'zod';
import { type Unchanged, whateverItIs } from '../http/rest/whole-document.ts';
import { given } from '../http/rest/given.ts';
import { checkOrigins } from '../http/browser/origins.ts';
import { readPublicKey } from '../http/access/public-key.ts';
import { type Page, type PageQuestion, readPage } from '../http/rest/page.ts';
import { refuse } from '../http/problem/refusal.ts';
import { refuseFull } from '../http/rest/room.ts';
import type { Sealing } from '../sealing/sealing.ts';
import {
  hashKey,
  inForce,
  insertKey,
  newSecretKey,
  newWriteKey,
  readKeys,
  revokeKey,
  type StoredKey,
} from './keys.ts';
import type { ConfigurationChanges, KeepToSites } from './seams.ts';
import { snippetFor } from './snippet.ts';

export interface Sites {
  list(account: AccountId, page: PageQuestion): Promise<Page<Site>>;
  read(account: AccountId, id: string): Promise<Site>;
  create(
    account: AccountId,
    by: string,
    fresh: z.output<typeof NewSite>,
    change?: z.output<typeof SiteChange>,
  ): Promise<Site>;
  change(
    account: AccountId,
    by: string,
    id: string,
    change: z.output<typeof SiteChange>,
    unchanged?: Unchanged,
  ): Promise<Site>;
  /** Runs the work and notes the logo that it answers, in one version of the configuration. */
  noteLogo(
    account: AccountId,
    by: string,
    id: SiteId,
    work: (sql: Sql) => Promise<PictureId | null>,
  ): Promise<void>;
  createKey(
    account: AccountId,
    site: string,
    name: string,
  ): Promise<{ key: StoredKey; secret: string }>;
  revokeKey(account: AccountId, site: string, key: string): Promise<StoredKey>;
}

export interface SitesParts {
  readonly records: Records;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sealing: Sealing;
  readonly configurations: ConfigurationChanges;
  readonly keepToSites: KeepToSites;
  readonly publicUrl: () => string;
}

interface Row {
  readonly id: string;
  readonly settings: unknown;
  readonly write_key: string;
  readonly created_at: Date;
}

const columns = 'id, settings, write_key, created_at';

export function createSites(parts: SitesParts): Sites {
  const { records, configurations } = parts;
  return {
    list: (account, page) => records.withAccount(account, (sql) => listSites(parts, sql, page)),
    read: (account, id) =>
      records.withAccount(account, async (sql) => full(parts, sql, await mustRead(sql, id))),
    create: (account, by, fresh, change = {}) => createSite(parts, account, by, fresh, change),
    change(account, by, id, change, unchanged = whateverItIs) {
      const settings = checkedChange(change);
      return configurations.change(account, by, async (sql) => {
        const before = await mustRead(sql, id, 'FOR UPDATE');
        unchanged(await full(parts, sql, before));
        await changeSettings(sql, before, settings);
        return full(parts, sql, await mustRead(sql, id));
      });
    },
    noteLogo: (account, by, id, work) =>
      configurations.change(account, by, async (sql) => {
        const row = await mustRead(sql, id, 'FOR UPDATE');
        const logo = await work(sql);
        const settings = SiteSettings.parse(row.settings);
        await writeSettings(sql, { ...settings, look: withLogo(settings.look, logo) });
      }),
    createKey: (account, site, name) => createKey(parts, account, site, name),
    revokeKey: (account, site, key) => revokeKeyOf(parts, account, site, key),
  };
}

async function full(
  { sealing, publicUrl }: SitesParts,
  sql: Sql,
  { id, settings: stored, write_key: writeKey }: Row,
): Promise<Site> {
  const settings = SiteSettings.parse(stored);
  const keys = await readKeys(sql, sealing, id);
  return { ...settings, writeKey, keys, snippet: snippetFor(publicUrl(), writeKey, settings) };
}

async function listSites(parts: SitesParts, sql: Sql, page: PageQuestion): Promise<Page<Site>> {
  const { items, next } = await readPage<Row>(sql, { table: 'sites', columns }, page);
  const sites: Site[] = [];
  for (const row of items) sites.push(await full(parts, sql, row));
  return { items: sites, next };
}

async function createSite(
  parts: SitesParts,
  account: AccountId,
  by: string,
  { name, origins, leftOut = [] }: z.output<typeof NewSite>,
  change: z.output<typeof SiteChange>,
): Promise<Site> {
  const { clock, configurations, keepToSites } = parts;
  const { look, ...rest } = SiteSettings.parse({
    ...defaults(name),
    ...given(change),
    origins: checkOrigins(origins),
    id: SiteId.parse(parts.ids.next()),
  });
  const named = withItemIds({ ...rest, look: withLogo(look, null) });
  return configurations.change(account, by, async (sql) => {
    await refuseFull(sql, 'sites', accountLimits.sites);
    await keepToSites(sql, leftOut, await siteIds(sql));
    await insertSite(sql, account, named, clock.now());
    return full(parts, sql, await mustRead(sql, named.id));
  });
}

async function siteIds(sql: Sql): Promise<readonly SiteId[]> {
  const rows = await sql.rows<{ id: string }>('SELECT id FROM sites ORDER BY id');
  return rows.map(({ id }) => SiteId.parse(id));
}

/** With a write key of its own. */
async function insertSite(
  sql: Sql,
  account: AccountId,
  settings: SiteSettings,
  now: number,
): Promise<void> {
  const writeKey = newWriteKey();
  await sql.run(
    `INSERT INTO sites (account, id, settings, write_key, write_key_hash, created_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [account, settings.id, JSON.stringify(settings), writeKey, hashKey(writeKey), new Date(now)],
  );
}

function checkedChange({ origins, ...change }: z.output<typeof SiteChange>): object {
  const checked = origins === undefined ? {} : { origins: checkOrigins(origins) };
  checkKeys(change.customerTokens);
  return { ...given(change), ...checked };
}

/** The logo stays: only its own route changes it. */
async function changeSettings(sql: Sql, { settings: stored }: Row, change: object) {
  const before = SiteSettings.parse(stored);
  const { look, ...rest } = SiteSettings.parse({ ...before, ...change });
  const logo = before.look.logo ?? null;
  await writeSettings(sql, withItemIds({ ...rest, look: withLogo(look, logo) }));
}

async function writeSettings(sql: Sql, settings: SiteSettings): Promise<void> {
  const { id } = settings;
  await sql.run('UPDATE sites SET settings = $2 WHERE id = $1', [id, JSON.stringify(settings)]);
}

function withLogo({ logo: _, ...look }: SiteLook, logo: PictureId | null): SiteLook {
  return { ...look, ...(logo !== null && { logo }) };
}

async function createKey(
  { records, bus, clock, ids, sealing }: SitesParts,
  account: AccountId,
  site: string,
  name: string,
): Promise<{ key: StoredKey; secret: string }> {
  const secret = newSecretKey();
  const key = await records.withAccount(account, async (sql) => {
    await mustRead(sql, site);
    await refuseFull(sql, 'secret_keys', accountLimits.secretKeys, inForce(site));
    const id = KeyId.parse(ids.next());
    return insertKey(sql, sealing, { account, site, id, name, secret, now: clock.now() });
  });
  publish(bus, keysChanged, { account });
  return { key, secret };
}

async function revokeKeyOf(
  { records, bus, clock, sealing }: SitesParts,
  account: AccountId,
  site: string,
  id: string,
): Promise<StoredKey> {
  try {
    const key = await records.withAccount(account, (sql) =>
      revokeKey(sql, sealing, { site, id, now: clock.now() }),
    );
    if (key === null) throw refuse('request.not_found');
    return key;
  } finally {
    // Also where nobody heard that it was written: what is revoked opens nothing any more.
    publish(bus, keysChanged, { account });
  }
}

/** Throws `request.invalid` with the place of the first text that is no public key. */
function checkKeys(tokens: SiteSettings['customerTokens']): void {
  if (tokens?.keys.type !== 'pasted') return;
  const wrong = tokens.keys.keys.findIndex((text) => readPublicKey(text) === null);
  if (wrong < 0) return;
  throw refuse('request.invalid', {
    path: `customerTokens.keys.keys.${wrong}`,
    detail:
      'Give a public key as PEM or JWK: RSA of at least 2,048 bits, or the curve P-256. No private key.',
  });
}

async function mustRead(sql: Sql, id: string, lock: '' | 'FOR UPDATE' = ''): Promise<Row> {
  const row = await sql.row<Row>(`SELECT ${columns} FROM sites WHERE id = $1 ${lock}`, [id]);
  if (row === undefined) throw refuse('request.not_found');
  return row;
}

function defaults(name: string): Omit<SiteSettings, 'id' | 'origins'> {
  return {
    name,
    consent: 'not-asked',
    honourPrivacySignals: false,
    contactButton: { shown: true, label: 'Ask us' },
    look: { ...firstLook, name: name.slice(0, 60) },
  };
}
