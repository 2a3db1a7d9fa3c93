// The job of an import or its rehearsal. It goes on where the stored import is: what some rows did and how
// far it is are one transaction, so that no row counts twice, whatever is killed.
import { maskOf, type Masks } from '@opportune/core/masking/ways-in.ts';
import type { JobKind, JobOutcome, JobWork } from '@opportune/core/ports/jobs.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { ChannelKind } from '@opportune/protocol/channel/channel.ts';
import { type AccountId, ChannelId, ContactFileId } from '@opportune/protocol/ids.ts';
import type { ImportPlan } from '@opportune/protocol/rest/contact/transfer.ts';
import { z } from 'zod';
import type { Sql } from '@opportune/core/ports/records.ts';
import { lockAccount } from '../../http/rest/lock-account.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import { listedFields } from '../details/detail-rows.ts';
import { openFileKey } from './file-cipher.ts';
import { type BatchParts, importBatch } from './import-batch.ts';
import { endImport, findImport, noteDone, piecesOf, type StoredImport } from './import-rows.ts';
import { readCsv, UnreadableFile } from './read-csv.ts';
import type { Known } from './read-row.ts';

export const importJob = 'contact.import';
export const ImportJob = z.object({ import: ContactFileId, round: z.number().int().positive() });

const batchRows = 100;
/** How long it works before others have their turn. */
const turnMs = 5_000;
/** Kept free at the end of a lease. */
const spareMs = 10_000;

export interface ImportJobParts extends BatchParts {
  readonly records: Records;
  readonly masks: Masks;
  readonly sealing: Sealing;
}

type Work = JobWork<z.infer<typeof ImportJob>>;

export function importKind(use: ImportJobParts): JobKind<z.infer<typeof ImportJob>> {
  return {
    name: importJob,
    payload: ImportJob,
    handle: (work) => handle(use, work),
    async bury(sql, { payload }) {
      await endImport(sql, payload.import, 'failed');
      return undefined;
    },
  };
}

/** What the account has now, by which columns are read. */
export async function knownIn(sql: Sql, mask: Known['mask']): Promise<Known> {
  const rows = await sql.rows<{ id: string; kind: string; name: string }>(
    'SELECT id, kind, name FROM channels ORDER BY created_at, id',
  );
  const channels = rows.map(({ id, kind, name }) => ({
    ...{ id: ChannelId.parse(id), kind: ChannelKind.parse(kind), name: name || kind },
  }));
  return { channels, fields: await listedFields(sql), mask };
}

async function handle(use: ImportJobParts, work: Work): Promise<JobOutcome> {
  const { account, payload } = work;
  const { records, clock } = use;
  const mask = await maskOf(use.masks, account);
  const { stored, known } = await records.withAccount(account, async (sql) => ({
    stored: await findImport(sql, payload.import),
    known: await knownIn(sql, mask),
  }));
  if (stored === null || !isTurnOf(stored, payload.round) || stored.plan === null)
    return { type: 'done' };
  const until = Math.min(work.endsBy - spareMs, clock.now() + turnMs);
  try {
    const isOver = await goOn(use, { account, stored, plan: stored.plan, known, until });
    return isOver ? { type: 'done' } : { type: 'later', at: clock.now(), uncounted: true };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    await endTurn(use, account, stored, 'failed');
    return { type: 'done' };
  }
}

function isTurnOf({ state, round }: StoredImport, wanted: number): boolean {
  return (state === 'rehearsing' || state === 'running') && round === wanted;
}

interface Going {
  readonly account: AccountId;
  readonly stored: StoredImport;
  readonly plan: ImportPlan;
  readonly known: Known;
  readonly until: number;
}

/** Whether it has come to the end of the file. */
async function goOn(use: ImportJobParts, going: Going): Promise<boolean> {
  const { account, stored, until } = going;
  const { records, clock } = use;
  let row = -1;
  let done = stored.done;
  let batch: string[][] = [];
  const pieces = piecesOf(records, account, { id: stored.id, key: keyOf(use, account, stored) });
  for await (const record of readCsv(pieces, stored.delimiter)) {
    row += 1;
    // The header, and what was done before.
    if (row <= done) continue;
    batch.push(record);
    if (batch.length < batchRows) continue;
    if (!(await takeBatch(use, going, done, batch))) return true;
    done += batch.length;
    batch = [];
    if (clock.now() >= until) return false;
  }
  if (batch.length > 0 && !(await takeBatch(use, going, done, batch))) return true;
  const state = stored.state === 'running' ? 'done' : 'rehearsed';
  await endTurn(use, account, stored, state);
  return true;
}

/** Unless it is another one's turn now. */
async function endTurn(
  { records }: ImportJobParts,
  account: AccountId,
  { id, round }: StoredImport,
  state: 'rehearsed' | 'done' | 'failed',
): Promise<void> {
  await records.withAccount(account, async (sql) => {
    const now = await findImport(sql, id, 'FOR UPDATE');
    if (now !== null && isTurnOf(now, round)) await endImport(sql, id, state);
  });
}

/** Null if the file was never encrypted. Throws `UnreadableFile` if its key is lost. */
function keyOf(
  { sealing }: ImportJobParts,
  account: AccountId,
  { id, sealedKey }: StoredImport,
): Buffer | null {
  if (sealedKey === null) return null;
  const key = openFileKey(sealing, account, { id, sealedKey });
  if (key === null) throw new UnreadableFile('The key that it was encrypted with is gone.');
  return key;
}

/** False if the import is another one's turn now, or gone. */
async function takeBatch(
  use: ImportJobParts,
  { account, stored, plan, known }: Going,
  done: number,
  records: readonly (readonly string[])[],
): Promise<boolean> {
  const result = await use.records.withAccount(account, async (sql) => {
    // As merges do: whose an address is does not change meanwhile.
    if (stored.state === 'running') await lockAccount(sql);
    const now = await findImport(sql, stored.id, 'FOR UPDATE');
    if (now === null || !isTurnOf(now, stored.round) || now.done !== done) return null;
    const batch = await importBatch(use, sql, {
      ...{ account, stored: now, plan, known, first: done + 1, records },
    });
    await noteDone(sql, stored.id, records.length, batch.counts);
    return batch.told;
  });
  result?.forEach((told) => told());
  return result !== null;
}
