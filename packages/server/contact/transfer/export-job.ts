// The job of an export: writes the filtered contacts as CSV, some hundreds in one piece. A piece and the
// place after it are stored in one transaction, so that nobody is in the file twice, whatever is killed.
import { maskOf, type Masks } from '@opportune/core/masking/ways-in.ts';
import type { JobKind, JobOutcome, JobWork } from '@opportune/core/ports/jobs.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { customerChannel } from '@opportune/protocol/contact/contact.ts';
import { ContactFileId, ContactId } from '@opportune/protocol/ids.ts';
import { contactLimits, type ListedContact } from '@opportune/protocol/rest/contact/contacts.ts';
import type { ContactFieldValue } from '@opportune/protocol/rest/contact/details.ts';
import { transferLimits } from '@opportune/protocol/rest/contact/transfer.ts';
import { z } from 'zod';
import { type Cell, csv } from '../../http/files/csv.ts';
import { fieldsOf } from '../details/detail-rows.ts';
import { shownValues } from '../details/field-values.ts';
import { listContacts } from '../list/list-contacts.ts';
import { findExport, noteExported, endExport } from './export-rows.ts';
import { exportedChannels, exportHeader } from './guess-columns.ts';
import { knownIn } from './import-job.ts';
import { listCell } from './list-cell.ts';
import type { Known } from './read-row.ts';

export const exportJob = 'contact.export';
export const ExportJob = z.object({ export: ContactFileId });

const pageSize = 200;
const turnMs = 5_000;
const spareMs = 10_000;

export interface ExportJobParts {
  readonly records: Records;
  readonly masks: Masks;
  readonly clock: { now(): number };
}

type Work = JobWork<z.infer<typeof ExportJob>>;

export function exportKind(use: ExportJobParts): JobKind<z.infer<typeof ExportJob>> {
  return {
    name: exportJob,
    payload: ExportJob,
    handle: (work) => handle(use, work),
    async bury(sql, { payload }) {
      await endExport(sql, payload.export, 'failed');
      return undefined;
    },
  };
}

async function handle(use: ExportJobParts, work: Work): Promise<JobOutcome> {
  const { records, clock } = use;
  const { account, payload } = work;
  const mask = await maskOf(use.masks, account);
  const until = Math.min(work.endsBy - spareMs, clock.now() + turnMs);
  for (;;) {
    const goesOn = await records.withAccount(account, (sql) =>
      writePiece(sql, account, payload.export, mask),
    );
    if (!goesOn) return { type: 'done' };
    if (clock.now() >= until) return { type: 'later', at: clock.now(), uncounted: true };
  }
}

/** Whether there are further ones. */
async function writePiece(
  sql: Sql,
  account: string,
  id: ContactFileId,
  mask: Known['mask'],
): Promise<boolean> {
  const stored = await findExport(sql, id, 'FOR UPDATE');
  if (stored === null || stored.state !== 'running') return false;
  const known = await knownIn(sql, mask);
  const cursor = stored.cursor ?? undefined;
  const page = await listContacts(sql, { ...stored.filter, limit: pageSize, cursor });
  const rows: Cell[][] = stored.pieces === 0 ? [exportHeader(known)] : [];
  for (const contact of page.items) rows.push(await rowOf(sql, contact, known));
  const mark = stored.pieces === 0 ? '\ufeff' : '';
  const contacts = stored.contacts + page.items.length;
  const isOver = page.next === null || contacts >= transferLimits.contacts;
  await noteExported(sql, account, {
    ...{ id, number: stored.pieces, contacts, cursor: page.next },
    text: rows.length === 0 ? '' : `${mark}${csv(rows)}`,
  });
  if (isOver) await endExport(sql, id, 'done');
  return !isOver;
}

function addressesOf(sql: Sql, contact: ContactId) {
  return sql.rows<{ channel: string; address: string }>(
    `SELECT channel, address FROM contact_addresses WHERE contact = $1
     ORDER BY first_seen, channel, address LIMIT $2`,
    [contact, contactLimits.addresses],
  );
}

async function rowOf(sql: Sql, contact: ListedContact, known: Known): Promise<Cell[]> {
  const id = ContactId.parse(contact.id);
  const addresses = await addressesOf(sql, id);
  const at = (channel: string): string =>
    listCell(
      addresses.filter((each) => each.channel === channel).map(({ address }) => address),
      ';',
    );
  const values = shownValues(await fieldsOf(sql, id), known.fields);
  return [
    ...[known.mask.text(contact.name), contact.language, dayOf(contact.createdAt)],
    contact.lastContactAt === null ? null : dayOf(contact.lastContactAt),
    ...[known.mask.text(listCell(contact.tags, ',')), await optInsOf(sql, id), at(customerChannel)],
    ...exportedChannels(known.channels).map((channel) => at(channel.id)),
    ...known.fields.map((field) => cellOf(values[field.id], known)),
  ];
}

async function optInsOf(sql: Sql, contact: ContactId): Promise<string> {
  const rows = await sql.rows<{ purpose: string }>(
    `SELECT DISTINCT given.purpose FROM contact_addresses AS own JOIN opt_ins AS given
       ON given.account = own.account AND given.channel = own.channel AND given.address = own.address
     WHERE own.contact = $1 AND given.withdrawn_at IS NULL ORDER BY given.purpose`,
    [contact],
  );
  return rows.map(({ purpose }) => purpose).join(', ');
}

function dayOf(ms: number): string {
  // oxlint-disable-next-line no-restricted-globals -- it reads no clock
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

function cellOf(value: ContactFieldValue | undefined, { mask }: Known): Cell {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? mask.text(value) : (value ?? null);
}
