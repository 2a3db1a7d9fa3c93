// Handles encrypted secrets at a start, after the predecessor, which may lack the newest key, has
// ended. Encrypts again what older keys encrypted, and logs how many secrets no key decrypts.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { reseal } from './reseal.ts';
import { sealedColumns } from './sealed-columns.ts';
import type { Sealing } from './sealing.ts';

export interface Sealed {
  readonly records: Records;
  readonly sealing: Sealing;
  readonly log: Log;
}

export async function sealAtStart(
  { records, sealing, log }: Sealed,
  accounts: readonly AccountId[],
): Promise<void> {
  const { again, lost } = await reseal(records, sealing, accounts, sealedColumns);
  if (lost > 0) log.warn('no sealing key opens some secrets', { lost });
  if (sealing.hasOlder)
    log.info('sealed with the newest key; older keys can be removed', { again });
}
