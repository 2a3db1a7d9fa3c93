// Files in the folder where recordings are made. A file belongs to the recording that its name begins
// with, and stays until that one is made. A process that is killed at the wrong moment, or a recording
// that is removed meanwhile, leaves files that nobody needs: they are removed here.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Records } from '@opportune/core/ports/records.ts';
import type { AccountId, RecordingId } from '@opportune/protocol/ids.ts';
import { unmadeRecordings } from './recording-rows.ts';

/** The names of the files of one recording. */
export function filesOf(folder: string, id: RecordingId): readonly string[] {
  return namesIn(folder).filter((name) => idIn(name) === id);
}

export function removeFiles(folder: string, id: RecordingId): void {
  for (const name of filesOf(folder, id)) rmSync(path.join(folder, name), { force: true });
}

/** Removes what belongs to no recording that is still to be made, of any account. */
export async function removeLeft(
  { records, recordings }: { readonly records: Records; readonly recordings: string },
  accounts: () => Promise<readonly AccountId[]>,
): Promise<void> {
  // First the names: the row of a recording is there before its first byte.
  const names = namesIn(recordings);
  if (names.length === 0) return;
  const unmade = new Set<string>();
  for (const account of await accounts()) {
    const rows = await records.withAccount(account, (sql) => unmadeRecordings(sql, account));
    for (const { id } of rows) unmade.add(id);
  }
  for (const name of names) {
    const id = idIn(name);
    if (id !== null && !unmade.has(id)) rmSync(path.join(recordings, name), { force: true });
  }
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** `<id>-<number>.log`, or `<id>-file.ogg`. Null: it is no file of ours. */
function idIn(name: string): string | null {
  return /^(.+)-(\d+\.log|file\.ogg)$/.exec(name)?.[1] ?? null;
}
