// Imports and exports of an account on a real PostgreSQL, their jobs run at once.
import { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { cardMasks } from '@opportune/core/masking/ways-in.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { type AccountId, ContactFileId, JobId, type UserId } from '@opportune/protocol/ids.ts';
import type { ContactImport, ImportPlan } from '@opportune/protocol/rest/contact/transfer.ts';
import { openMemoryBudgets } from '../../adapter/budgets-memory.ts';
import { openMemoryBus } from '../../adapter/bus-memory.ts';
import { testLog } from '../../adapter/engines.test-support.ts';
import { testSealing } from '../../sealing/sealing.test-support.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import { openAccount } from '../contacts.test-support.ts';
import { createDetails } from '../details/contact-details.ts';
import { createContactFields } from '../details/contact-fields.ts';
import { exportKind } from './export-job.ts';
import { exportedPieces, insertExport } from './export-rows.ts';
import { importKind } from './import-job.ts';
import { createImports, type ImportsParts } from './imports.ts';

export const ada = { id: 'ada' as UserId, name: 'Ada' };

/** A file as it arrives. */
export function arriving(text: string | Uint8Array): Readable {
  return Readable.from([Buffer.from(text)]);
}

/** What imports need beside a place for records. */
export function importParts(sealing: Sealing = testSealing(), now = () => Date.now()) {
  return {
    ...{ clock: { now }, ids: { next: () => randomUUID() }, schedule: () => () => {} },
    ...{ jobs: { make: async () => true }, bus: openMemoryBus(testLog()), masks: cardMasks },
    ...{ sealing, budgets: openMemoryBudgets({ now }), passing: new HeldBytes(Infinity) },
  };
}

function job(account: AccountId) {
  return {
    ...{ account, id: JobId.parse('j'), key: 'k', madeAt: 0, deadlineAt: Infinity, attempt: 1 },
    endsBy: Date.now() + 60_000,
  };
}

/** Imports of an account. `worked` does the job of one. */
function importsOf(account: AccountId, use: ImportsParts & Parameters<typeof importKind>[0]) {
  const imports = createImports(use);
  const kind = importKind(use);
  return {
    imports,
    async worked(id: ContactFileId, round: number): Promise<ContactImport> {
      const payload = { import: id, round };
      while ((await kind.handle({ ...job(account), payload })).type !== 'done');
      return imports.read(account, id);
    },
  };
}

/**
 * A new account. `imported` uploads, rehearses and imports a file. `reopened` has the same records and
 * another sealing.
 */
export async function openTransfers(records: Records, sealing: Sealing = testSealing()) {
  const opened = await openAccount(records);
  const { account } = opened;
  const optIns = { isWithdrawn: async () => false, grant: async () => () => {} };
  const use = { records, ...importParts(sealing), optIns };
  const { imports, worked } = importsOf(account, use);
  const upload = (text: string | Uint8Array): Promise<ContactImport> =>
    imports.upload(account, ada.id, { name: 'x', content: arriving(text) });
  return {
    ...{ ...opened, imports, upload, worked },
    reopened: (other: Sealing) => importsOf(account, { ...use, sealing: other }),
    details: createDetails(use),
    fields: createContactFields(records, use.ids),
    async imported(text: string | Uint8Array, plan: Partial<ImportPlan> = {}) {
      const { id, guess } = await upload(text);
      await imports.rehearse(account, id, {
        ...{ columns: guess, existing: 'fill', optIn: null },
        ...plan,
      });
      const rehearsed = await worked(id, 1);
      await imports.run(account, id);
      return { rehearsed, done: await worked(id, 2) };
    },
    async exported(): Promise<string> {
      const id = ContactFileId.parse(randomUUID());
      await records.withAccount(account, (sql) =>
        insertExport(sql, account, { id, filter: {}, by: ada.id, at: Date.now() }),
      );
      const { handle } = exportKind(use);
      while ((await handle({ ...job(account), payload: { export: id } })).type !== 'done');
      const pieces: Uint8Array[] = [];
      for await (const piece of exportedPieces(records, account, id)) pieces.push(piece);
      return Buffer.concat(pieces).toString('utf8');
    },
  };
}
