// Removes rows of all accounts that are too old, again and again, by a function of the store that removes some.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import { againAndAgain } from './again-and-again.ts';

const hourMs = 3_600_000;

/** Which rows: each function takes an instant and how many it may remove, and answers how many went. */
export interface Old {
  readonly by:
    | 'forget_channel_offers'
    | 'forget_contact_changes'
    | 'forget_contact_files'
    | 'forget_webhook_events';
  /** How long a row is kept. */
  readonly keptMs: number;
  /** Rows removed by one statement. */
  readonly atOnce: number;
}

export interface ForgetParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly log: Log;
}

/** At once, and then each hour. Returns what stops it. */
export function forgetEachHour(use: ForgetParts, old: Old): () => Promise<void> {
  const again = { failed: `${old.by} failed`, everyMs: hourMs };
  return againAndAgain(use, again, () => forgetOld(use, old));
}

/** Removes them until none are left. */
export async function forgetOld(
  { records, clock }: Pick<ForgetParts, 'records' | 'clock'>,
  { by, keptMs, atOnce }: Old,
): Promise<void> {
  const before = new Date(clock.now() - keptMs);
  for (let gone = atOnce; gone >= atOnce;) {
    const row = await records.withoutAccount((sql) =>
      sql.row<{ gone: string }>(`SELECT ${by}($1, $2) AS gone`, [before, atOnce]),
    );
    gone = Number(row?.gone ?? 0);
  }
}
