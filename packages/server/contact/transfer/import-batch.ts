// Takes some rows of a file into the contacts of the account, or rehearses that. A row is new, changes its
// contact, changes nothing, or is refused. Addresses never join two contacts. It runs in the transaction
// that notes how far the import is.
import type { Sql } from '@opportune/core/ports/records.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import { type AccountId, ContactId, LabelId, UserId } from '@opportune/protocol/ids.ts';
import {
  contactDetailLimits,
  type ContactFieldValue,
} from '@opportune/protocol/rest/contact/details.ts';
import type { ImportPlan, ImportRefusal } from '@opportune/protocol/rest/contact/transfer.ts';
import { contactIn } from '../contact-rows.ts';
import { differences } from '../details/contact-details.ts';
import {
  addTags,
  fieldsOf,
  type OwnChange,
  recordChange,
  tagsOf,
  writeOwn,
} from '../details/detail-rows.ts';
import { shownValues } from '../details/field-values.ts';
import {
  claimAddresses,
  type Counts,
  keepRefused,
  type RefusedCells,
  type StoredImport,
} from './import-rows.ts';
import { type Known, maskedCells, type ReadRow, readRow, type RowAddress } from './read-row.ts';

export type ImportedProof = NonNullable<ImportPlan['optIn']> & { readonly by: UserId };

/** What an import asks of permission and records there. */
export interface ImportedOptIns {
  /** Whether the contact withdrew it since, or wants no messages: it is not granted. */
  isWithdrawn(
    sql: Sql,
    to: AddressAt,
    given: Pick<ImportedProof, 'purpose' | 'givenAt'>,
  ): Promise<boolean>;
  /** Records that an address is opted in. The returned function is called after the commit. */
  grant(sql: Sql, account: AccountId, to: AddressAt, proof: ImportedProof): Promise<() => void>;
}

export interface BatchParts {
  readonly clock: { now(): number };
  readonly ids: { next(): string };
  readonly optIns: ImportedOptIns;
}

export interface Batch {
  readonly account: AccountId;
  readonly stored: StoredImport;
  readonly plan: ImportPlan;
  readonly known: Known;
  /** The number of the first row; that after the header is 1. */
  readonly first: number;
  readonly records: readonly (readonly string[])[];
}

export interface BatchDone {
  readonly counts: Counts;
  /** Called after the commit. */
  readonly told: readonly (() => void)[];
}

export async function importBatch(use: BatchParts, sql: Sql, batch: Batch): Promise<BatchDone> {
  const { account, stored, plan, known, first, records } = batch;
  const counts: Counts = { created: 0, changed: 0, skipped: 0, refused: 0, withdrawn: 0 };
  const told: (() => void)[] = [];
  const refused: RefusedCells[] = [];
  for (const [index, cells] of records.entries()) {
    const refuse = (reason: ImportRefusal, at: number | null): void => {
      const column = at === null ? '' : (stored.header[at] ?? '');
      const masked = maskedCells(cells, plan, known);
      refused.push({ row: first + index, reason, at: column, cells: masked });
      counts[reason === 'withdrawn' ? 'withdrawn' : 'refused'] += 1;
    };
    const row = readRow(cells, plan, known);
    if ('refused' in row) {
      refuse(row.refused, row.at);
      continue;
    }
    const repeated = await claimAddresses(sql, account, stored.id, row.addresses);
    if (repeated.size > 0) {
      refuse('repeated', null);
      continue;
    }
    const owned = await ownersOf(sql, row.addresses);
    if (owned.owners.length > 1) {
      refuse('two-contacts', null);
      continue;
    }
    counts[await takeRow(use, sql, batch, { row, ...owned })] += 1;
    const withdrawn = await optIn(use, sql, batch, { row, told });
    if (withdrawn !== undefined) refuse('withdrawn', withdrawn.at);
  }
  await keepRefused(
    sql,
    account,
    { id: stored.id, kept: stored.refused + stored.withdrawn },
    refused,
  );
  return { counts, told };
}

interface Owned {
  readonly owners: readonly ContactId[];
  /** Of the addresses, how many are somebody's. */
  readonly known: number;
}

async function ownersOf(sql: Sql, addresses: readonly AddressAt[]): Promise<Owned> {
  const rows = await sql.rows<{ contact: string }>(
    `SELECT contact FROM contact_addresses
     WHERE (channel, address) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
    [addresses.map(({ channel }) => channel), addresses.map(({ address }) => address)],
  );
  const owners = new Set(rows.map(({ contact }) => contact));
  return { owners: [...owners].map((each) => ContactId.parse(each)), known: rows.length };
}

/** The first address at which the contact withdrew it. The others are opted in. */
async function optIn(
  { optIns }: BatchParts,
  sql: Sql,
  { account, plan, stored }: Batch,
  { row, told }: { readonly row: ReadRow; readonly told: (() => void)[] },
): Promise<RowAddress | undefined> {
  if (plan.optIn === null) return undefined;
  const proof = { ...plan.optIn, by: UserId.parse(stored.madeBy) };
  let withdrawn: RowAddress | undefined;
  for (const each of row.addresses) {
    const to = { channel: each.channel, address: each.address };
    if (await optIns.isWithdrawn(sql, to, proof)) withdrawn ??= each;
    else if (stored.state === 'running') told.push(await optIns.grant(sql, account, to, proof));
  }
  return withdrawn;
}

interface Taken extends Owned {
  readonly row: ReadRow;
}

type Outcome = 'created' | 'changed' | 'skipped';

async function takeRow(
  use: BatchParts,
  sql: Sql,
  batch: Batch,
  { row, owners: [owner], known }: Taken,
): Promise<Outcome> {
  if (owner === undefined) return createContact(use, sql, batch, row);
  if (batch.plan.existing === 'skip') return 'skipped';
  return changeContact(use, sql, batch, { row, owner, isWider: known < row.addresses.length });
}

async function createContact(
  use: BatchParts,
  sql: Sql,
  batch: Batch,
  row: ReadRow,
): Promise<Outcome> {
  const { account, stored } = batch;
  if (stored.state !== 'running') return 'created';
  const contact = ContactId.parse(`p_${use.ids.next()}`);
  const at = use.clock.now();
  await sql.run(
    `INSERT INTO contacts (account, id, name, language, fields, created_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [...[account, contact, row.name, row.language, JSON.stringify(row.fields)], new Date(at)],
  );
  if ((await addAddresses(sql, account, contact, { addresses: row.addresses, at })) === 0) {
    // Somebody wrote from all of them meanwhile.
    await sql.run('DELETE FROM contacts WHERE id = $1', [contact]);
    return takeRow(use, sql, batch, { row, ...(await ownersOf(sql, row.addresses)) });
  }
  await addTags(sql, account, contact, row.tags);
  const after = { name: row.name, tags: [...row.tags], fields: row.fields };
  const by = UserId.parse(stored.madeBy);
  await recordChange(sql, account, contact, {
    ...{ id: use.ids.next(), by, at, act: 'imported', before: {}, after },
  });
  return 'created';
}

/** An address that somebody wrote from meanwhile stays with its contact. Answers how many were added. */
async function addAddresses(
  sql: Sql,
  account: AccountId,
  contact: ContactId,
  { addresses, at }: { readonly addresses: readonly AddressAt[]; readonly at: number },
): Promise<number> {
  let added = 0;
  for (const { channel, address } of addresses)
    added += await sql.run(
      `INSERT INTO contact_addresses (account, channel, address, contact, first_seen)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
      [account, channel, address, contact, new Date(at)],
    );
  return added;
}

interface Changing {
  readonly row: ReadRow;
  readonly owner: ContactId;
  /** The row has an address that nobody has. */
  readonly isWider: boolean;
}

/**
 * Sets what it lacks, or replaces what the file has. Tags and addresses are added. Only what the row says is
 * written: what the contact shows of its parts stays theirs.
 */
async function changeContact(
  { clock, ids }: BatchParts,
  sql: Sql,
  { account, plan, stored, known }: Batch,
  { row, owner, isWider }: Changing,
): Promise<Outcome> {
  await sql.rows('SELECT 1 FROM contacts WHERE id = $1 FOR NO KEY UPDATE', [owner]);
  const had = await contactIn(sql, owner);
  if (had === undefined) return 'skipped';
  const before = {
    ...{ name: had.name, language: had.language, tags: await tagsOf(sql, owner) },
    fields: shownValues(await fieldsOf(sql, owner), known.fields),
  };
  const own = changesBy(row, before, plan.existing === 'overwrite');
  const after = {
    ...{ name: own.name ?? before.name, language: own.language ?? before.language },
    tags: [...before.tags, ...own.tags].toSorted(),
    fields: { ...before.fields, ...own.fields },
  };
  const changed = differences({ ...before, tags: before.tags.toSorted() }, after);
  if (changed === null && !isWider) return 'skipped';
  if (stored.state !== 'running') return 'changed';
  const at = clock.now();
  const { tags, ...written } = own;
  await writeOwn(sql, owner, written);
  await addTags(sql, account, owner, tags);
  await addAddresses(sql, account, owner, { addresses: row.addresses, at });
  const by = UserId.parse(stored.madeBy);
  await recordChange(sql, account, owner, {
    ...{ id: ids.next(), by, at, act: 'imported' },
    ...(changed ?? { before: {}, after: {} }),
  });
  return 'changed';
}

interface Own extends OwnChange, Pick<ReadRow, 'tags'> {
  readonly fields: Readonly<Record<string, ContactFieldValue>>;
}
type Had = Pick<ReadRow, 'name' | 'language' | 'tags' | 'fields'>;

/** What a row changes. Spaces around a value make no difference, for cells lose them. */
function changesBy(row: ReadRow, before: Had, isOver: boolean): Own {
  const isNew = (had: ContactFieldValue | null | undefined, value: ContactFieldValue): boolean =>
    had === null || had === undefined || had === ''
      ? true
      : isOver && (typeof had === 'string' ? had.trim() : had) !== value;
  const tags = row.tags.filter((tag) => !before.tags.includes(tag));
  return {
    ...(row.name !== '' && isNew(before.name, row.name) && { name: row.name }),
    ...(row.language !== null &&
      isNew(before.language, row.language) && { language: row.language }),
    tags: tags.slice(0, Math.max(0, contactDetailLimits.tags - before.tags.length)),
    fields: Object.fromEntries(
      Object.entries(row.fields).filter(([id, value]) =>
        isNew(before.fields[LabelId.parse(id)], value),
      ),
    ),
  };
}
