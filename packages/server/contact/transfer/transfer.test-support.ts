// Imports and exports of an account on a real PostgreSQL, their jobs run at once.
import { randomUUID } from 'node:crypto';
import { cardMasks } from '@opportune/core/masking/ways-in.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { ContactFileId, JobId, type UserId } from '@opportune/protocol/ids.ts';
import type { ContactImport, ImportPlan } from '@opportune/protocol/rest/contact/transfer.ts';
import { openMemoryBus } from '../../adapter/bus-memory.ts';
import { testLog } from '../../adapter/engines.test-support.ts';
import { openAccount } from '../contacts.test-support.ts';
import { createDetails } from '../details/contact-details.ts';
import { createContactFields } from '../details/contact-fields.ts';
import { exportKind } from './export-job.ts';
import { exportedPieces, insertExport } from './export-rows.ts';
import { importKind } from './import-job.ts';
import { createImports } from './imports.ts';

export const ada = { id: 'ada' as UserId, name: 'Ada' };

/** A new account. `imported` uploads, rehearses and imports a file. */
export async function openTransfers(records: Records) {
  const opened = await openAccount(records);
  const { account } = opened;
  const use = {
    ...{ records, clock: { now: () => Date.now() }, ids: { next: () => randomUUID() } },
    ...{ jobs: { make: async () => true }, bus: openMemoryBus(testLog()), masks: cardMasks },
    optIns: { isWithdrawn: async () => false, grant: async () => () => {} },
  };
  const imports = createImports(use);
  const kinds = { import: importKind(use), export: exportKind(use) };
  const job = () => ({
    ...{ account, id: JobId.parse('j'), key: 'k', madeAt: 0, deadlineAt: Infinity, attempt: 1 },
    endsBy: Date.now() + 60_000,
  });
  const worked = async (id: ContactFileId, round: number): Promise<ContactImport> => {
    for (;;) {
      const payload = { import: id, round };
      if ((await kinds.import.handle({ ...job(), payload })).type === 'done') break;
    }
    return imports.read(account, id);
  };
  const upload = (text: string | Uint8Array): Promise<ContactImport> =>
    imports.upload(account, ada.id, { name: 'x', bytes: Buffer.from(text) });
  return {
    ...{ ...opened, imports, upload },
    details: createDetails(use),
    fields: createContactFields(records, use.ids),
    async imported(text: string | Uint8Array, plan: Partial<ImportPlan> = {}) {
      const { id: given, guess } = await upload(text);
      const id = ContactFileId.parse(given);
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
      while ((await kinds.export.handle({ ...job(), payload: { export: id } })).type !== 'done');
      const pieces: Uint8Array[] = [];
      for await (const piece of exportedPieces(records, account, id)) pieces.push(piece);
      return Buffer.concat(pieces).toString('utf8');
    },
  };
}
