// Takes some rows of a file into the contacts of the account, or rehearses that. A row is new, changes its
// contact, changes nothing, or is refused. Addresses never join two contacts. It runs in the transaction
// that notes how far the import is.
import type { Sql } from '@opportune/core/ports/records.ts';
import { type AddressAt, addressKey } from '@opportune/protocol/contact/contact.ts';
import { type AccountId, ContactId, UserId } from '@opportune/protocol/ids.ts';
import { contactDetailLimits } from '@opportune/protocol/rest/contact/details.ts';
import type { ImportPlan, ImportRefusal } from '@opportune/protocol/rest/contact/transfer.ts';
import { contactIn } from '../contact-rows.ts';
import { differences } from '../details/contact-details.ts';
import { fieldsOf, recordChange, tagsOf, writeOwn, writeTags } from '../details/detail-rows.ts';
import { shownValues } from '../details/field-values.ts';
import {
  claimAddresses,
  type Counts,
  keepRefused,
  type RefusedCells,
  type StoredImport,
} from './import-rows.ts';
import { type Known, type ReadRow, readRow } from './read-row.ts';

/** Records that an address is opted in. The returned function is called after the commit. */
export type GrantOptIn = (
  sql: Sql,
  account: AccountId,
  to: AddressAt,
  proof: NonNullable<ImportPlan['optIn']> & { readonly by: UserId },
) => Promise<() => void>;

export interface BatchParts {
  readonly clock: { now(): number };
  readonly ids: { next(): string };
  readonly optIn: GrantOptIn;
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
  const counts: Counts = { created: 0, changed: 0, skipped: 0, refused: 0 };
  const told: (() => void)[] = [];
  const refused: RefusedCells[] = [];
  for (const [index, cells] of records.entries()) {
    const refuse = (reason: ImportRefusal, at: number | null): void => {
      const column = at === null ? '' : (stored.header[at] ?? '');
      refused.push({ row: first + index, reason, at: column, cells });
      counts.refused += 1;
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
    const owners = await ownersOf(sql, row.addresses);
    if (owners.length > 1) refuse('two-contacts', null);
    else counts[await takeRow(use, sql, batch, { row, owner: owners[0], told })] += 1;
  }
  await keepRefused(sql, account, stored.id, refused);
  return { counts, told };
}

async function ownersOf(sql: Sql, addresses: readonly AddressAt[]): Promise<readonly ContactId[]> {
  const rows = await sql.rows<{ contact: string }>(
    `SELECT DISTINCT contact FROM contact_addresses
     WHERE (channel, address) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
    [addresses.map(({ channel }) => channel), addresses.map(({ address }) => address)],
  );
  return rows.map(({ contact }) => ContactId.parse(contact));
}

interface Taken {
  readonly row: ReadRow;
  readonly owner: ContactId | undefined;
  readonly told: (() => void)[];
}

async function takeRow(
  use: BatchParts,
  sql: Sql,
  batch: Batch,
  { row, owner, told }: Taken,
): Promise<'created' | 'changed' | 'skipped'> {
  const { plan, stored } = batch;
  const isReal = stored.state === 'running';
  if (owner !== undefined && plan.existing === 'skip') return 'skipped';
  const outcome =
    owner === undefined
      ? await createContact(use, sql, batch, row)
      : await changeContact(use, sql, batch, { row, owner });
  if (isReal && plan.optIn !== null)
    for (const to of row.addresses)
      told.push(
        await use.optIn(sql, batch.account, to, {
          ...plan.optIn,
          by: UserId.parse(stored.madeBy),
        }),
      );
  return outcome;
}

async function createContact(
  { clock, ids }: BatchParts,
  sql: Sql,
  { account, stored }: Batch,
  row: ReadRow,
): Promise<'created'> {
  if (stored.state !== 'running') return 'created';
  const contact = ContactId.parse(`p_${ids.next()}`);
  const at = clock.now();
  await sql.run(
    `INSERT INTO contacts (account, id, name, language, fields, created_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [...[account, contact, row.name, row.language, JSON.stringify(row.fields)], new Date(at)],
  );
  await addAddresses(sql, account, contact, { addresses: row.addresses, at });
  await writeTags(sql, account, contact, row.tags);
  const after = { name: row.name, tags: [...row.tags], fields: row.fields };
  const by = UserId.parse(stored.madeBy);
  await recordChange(sql, account, contact, {
    ...{ id: ids.next(), by, at, act: 'imported', before: {}, after },
  });
  return 'created';
}

/** An address that somebody wrote from meanwhile stays with its contact. */
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
}

/** Sets what it lacks, or replaces what the file has. Tags and addresses are added. */
async function changeContact(
  { clock, ids }: BatchParts,
  sql: Sql,
  { account, plan, stored, known }: Batch,
  { row, owner }: Changing,
): Promise<'changed' | 'skipped'> {
  await sql.rows('SELECT 1 FROM contacts WHERE id = $1 FOR NO KEY UPDATE', [owner]);
  const had = await contactIn(sql, owner);
  if (had === undefined) return 'skipped';
  const before = {
    ...{ name: had.name, language: had.language, tags: await tagsOf(sql, owner) },
    fields: shownValues(await fieldsOf(sql, owner), known.fields),
  };
  const isOver = plan.existing === 'overwrite';
  const tags = [...new Set([...before.tags, ...row.tags])].slice(0, contactDetailLimits.tags);
  const after = {
    name: row.name !== '' && (isOver || before.name === '') ? row.name : before.name,
    language:
      row.language !== null && (isOver || before.language === null)
        ? row.language
        : before.language,
    tags: tags.toSorted(),
    fields: isOver ? { ...before.fields, ...row.fields } : { ...row.fields, ...before.fields },
  };
  const changed = differences({ ...before, tags: before.tags.toSorted() }, after);
  const keys = new Set(had.addresses.map(addressKey));
  const isWider = row.addresses.some((each) => !keys.has(addressKey(each)));
  if (changed === null && !isWider) return 'skipped';
  if (stored.state !== 'running') return 'changed';
  const at = clock.now();
  await writeOwn(sql, owner, { name: after.name, language: after.language, fields: after.fields });
  await writeTags(sql, account, owner, after.tags);
  await addAddresses(sql, account, owner, { addresses: row.addresses, at });
  const by = UserId.parse(stored.madeBy);
  await recordChange(sql, account, owner, {
    ...{ id: ids.next(), by, at, act: 'imported' },
    ...(changed ?? { before: {}, after: {} }),
  });
  return 'changed';
}
