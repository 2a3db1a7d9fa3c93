// Imports of contacts: a file is read once when it comes, so that its owner sees its columns and first rows;
// a rehearsal or the import itself is a job.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { Mask } from '@opportune/core/masking/mask.ts';
import { maskOf, type Masks } from '@opportune/core/masking/ways-in.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { JobStore } from '@opportune/core/ports/jobs.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import type { Clock, Ids, Schedule } from '@opportune/core/world/world.ts';
import { jobsMade } from '@opportune/protocol/bus/changes.ts';
import { type AccountId, ContactFileId, JobId, type UserId } from '@opportune/protocol/ids.ts';
import {
  type ContactImport,
  type ImportPlan,
  transferLimits,
} from '@opportune/protocol/rest/contact/transfer.ts';
import { csv } from '../../http/files/csv.ts';
import { found, refuse } from '../../http/problem/refusal.ts';
import { type Content, createUploads } from '../../http/uploads/uploads.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import { newFileKey } from './file-cipher.ts';
import { importJob, knownIn } from './import-job.ts';
import {
  beginImport,
  findImport,
  insertImport,
  listImports,
  refusedAfter,
  type StoredImport,
} from './import-rows.ts';
import { guessColumns } from './guess-columns.ts';
import { lookAt } from './look-at-file.ts';
import { importableKinds, type Known, maskedCells } from './read-row.ts';

export interface Imports {
  list(account: AccountId): Promise<ContactImport[]>;
  /** These throw `request.not_found`. */
  read(account: AccountId, id: ContactFileId): Promise<ContactImport>;
  remove(account: AccountId, id: ContactFileId): Promise<void>;
  /**
   * Throws `contact.file_unreadable`, `request.too_large`, `request.too_slow`, and `rate.files` or
   * `server.overloaded` if too much is arriving.
   */
  upload(account: AccountId, by: UserId, file: Upload): Promise<ContactImport>;
  /** Throws `request.conflict` while it runs or once it has run, and `request.invalid`. */
  rehearse(account: AccountId, id: ContactFileId, plan: ImportPlan): Promise<ContactImport>;
  /** With the plan that was rehearsed. Throws `request.conflict` if none was. */
  run(account: AccountId, id: ContactFileId): Promise<ContactImport>;
  /** Refused rows as a CSV file, with the reason and the column in front. */
  errors(account: AccountId, id: ContactFileId): Promise<AsyncIterable<string>>;
}

export interface Upload {
  readonly name: string;
  readonly content: Content;
}

export interface ImportsParts {
  readonly records: Records;
  readonly masks: Masks;
  readonly jobs: Pick<JobStore, 'make'>;
  readonly sealing: Sealing;
  readonly budgets: Pick<Budgets, 'enter'>;
  readonly clock: Clock;
  readonly schedule: Schedule;
  /** Everything that is on its way through the process. */
  readonly passing: HeldBytes;
  readonly ids: Ids;
  readonly bus: Bus;
}

const errorRows = 500;
const dayMs = 86_400_000;

export function createImports(use: ImportsParts): Imports {
  const { records, clock } = use;
  const receive = receiving(use);
  const within = async <T>(
    account: AccountId,
    work: (sql: Sql, mask: Mask) => Promise<T>,
  ): Promise<T> => {
    const mask = await maskOf(use.masks, account);
    return records.withAccount(account, (sql) => work(sql, mask));
  };
  const begin = async (
    account: AccountId,
    id: ContactFileId,
    prepare: (stored: StoredImport, known: Known) => Begun,
  ): Promise<ContactImport> => {
    const shown = await within(account, async (sql, mask) => {
      const stored = found(await findImport(sql, id, 'FOR UPDATE'));
      const known = await knownIn(sql, mask);
      const round = await beginImport(sql, id, prepare(stored, known));
      await makeJob(use, sql, account, { id, round });
      return shownOf(found(await findImport(sql, id)), known);
    });
    publish(use.bus, jobsMade, { account });
    return shown;
  };
  return {
    list: (account) =>
      within(account, async (sql, mask) => {
        const known = await knownIn(sql, mask);
        return (await listImports(sql)).map((each) => shownOf(each, known));
      }),
    read: (account, id) =>
      within(account, async (sql, mask) =>
        shownOf(found(await findImport(sql, id)), await knownIn(sql, mask)),
      ),
    remove: (account, id) =>
      within(account, async (sql) => {
        const gone = await sql.run('DELETE FROM contact_imports WHERE id = $1', [id]);
        if (gone === 0) throw refuse('request.not_found');
      }),

    upload: (account, by, { name, content }) =>
      receive(account, by, content, async (id, file) => {
        const looked = await lookAt(file);
        const key = newFileKey(use.sealing, account, id);
        const made = { id, by, file, key, createdAt: clock.now(), ...looked };
        return within(account, async (sql, mask) => {
          const known = await knownIn(sql, mask);
          const columns = guessColumns(looked.header, known);
          const masked = {
            name: mask.text(name),
            header: looked.header.map((title) => mask.text(title)),
            sample: looked.sample.map((cells) => [...maskedCells(cells, { columns }, known)]),
          };
          await insertImport(sql, account, { ...made, ...masked });
          return shownOf(found(await findImport(sql, id)), known);
        });
      }),

    rehearse: (account, id, plan) =>
      begin(account, id, ({ state, header }, known) => {
        if (state !== 'uploaded' && state !== 'rehearsed') throw refuse('request.conflict');
        checkPlan(plan, header, known, clock.now());
        return { state: 'rehearsing', plan: maskedPlan(plan, known) };
      }),

    run: (account, id) =>
      begin(account, id, ({ state, plan }) => {
        if (state !== 'rehearsed' || plan === null) throw refuse('request.conflict');
        return { state: 'running', plan };
      }),

    async errors(account, id) {
      const { header } = await within(account, async (sql) => found(await findImport(sql, id)));
      return errorLines(records, account, { id, header });
    },
  };
}

type Receive = <T>(
  account: AccountId,
  by: UserId,
  content: Content,
  work: (id: ContactFileId, file: Uint8Array) => Promise<T>,
) => Promise<T>;

/** Holds the bytes of files that arrive until they are stored, within shares of one room. */
function receiving({ schedule, passing, budgets, ids }: ImportsParts): Receive {
  const uploads = createUploads(
    { roomBytes: transferLimits.heldBytes, passing, schedule },
    { tooLarge: 'request.too_large', tooSlow: 'request.too_slow' },
  );
  return async (account, by, content, work) => {
    const leave = budgets.enter([
      { budget: 'files.sender', payer: `${account} agent ${by}` },
      { budget: 'files.account', payer: account },
    ]);
    if (leave === null) throw refuse('rate.files');
    const id = ContactFileId.parse(ids.next());
    return uploads
      .run(id, async (read) =>
        work(id, await read(content, transferLimits.sizeBytes, { account, address: by })),
      )
      .finally(leave);
  };
}

interface Begun {
  readonly state: 'rehearsing' | 'running';
  readonly plan: ImportPlan;
}

async function makeJob(
  { jobs, clock }: ImportsParts,
  sql: Sql,
  account: AccountId,
  { id, round }: { readonly id: ContactFileId; readonly round: number },
): Promise<void> {
  const now = clock.now();
  const job = {
    ...{ id: JobId.parse(`ci.${id}.${round}`), kind: importJob, key: `contact-import/${id}` },
    ...{ lane: 'contact-files', payload: { import: id, round } },
    ...{ dueAt: now, deadlineAt: now + dayMs },
  };
  await jobs.make(sql, account, job, now);
}

function shownOf(
  { round: _, madeBy: __, sealedKey: ___, ...stored }: StoredImport,
  known: Known,
): ContactImport {
  return { ...stored, guess: guessColumns(stored.header, known) };
}

function maskedPlan({ optIn, ...plan }: ImportPlan, { mask }: Known): ImportPlan {
  if (optIn === null) return { ...plan, optIn };
  const { place, words } = optIn;
  return { ...plan, optIn: { ...optIn, place: mask.text(place), words: mask.text(words) } };
}

/** How far a clock of another system may be ahead. */
const aheadMs = 300_000;

function checkPlan(
  { columns, optIn }: ImportPlan,
  header: readonly string[],
  { fields, channels }: Known,
  now: number,
): void {
  const invalid = (path: string, detail?: string) =>
    refuse('request.invalid', detail === undefined ? { path } : { path, detail });
  if (columns.length !== header.length)
    throw invalid('columns', `The file has ${header.length} columns.`);
  for (const [at, column] of columns.entries()) {
    const isKnown =
      column.to === 'field'
        ? fields.some(({ id }) => id === column.field)
        : column.to !== 'address' ||
          channels.some(({ id, kind }) => id === column.channel && importableKinds.includes(kind));
    if (!isKnown) throw invalid(`columns.${at}`);
  }
  if (!columns.some(({ to }) => to === 'address'))
    throw invalid('columns', 'One column must hold an address.');
  if (optIn !== null && optIn.givenAt > now + aheadMs) throw invalid('optIn.givenAt');
}

async function* errorLines(
  records: Records,
  account: AccountId,
  { id, header }: Pick<StoredImport, 'id' | 'header'>,
): AsyncIterable<string> {
  yield `\ufeff${csv([['Row', 'Reason', 'Column', ...header]])}`;
  for (let last = 0; ;) {
    const after = last;
    const rows = await records.withAccount(account, (sql) =>
      refusedAfter(sql, id, after, errorRows),
    );
    if (rows.length === 0) return;
    yield csv(rows.map(({ row, reason, at, cells }) => [row, reason, at, ...cells]));
    last = rows.at(-1)?.row ?? last;
  }
}
