// Keeps other users of the machine out of the data folder, also out of one that an older version
// left open. If we are root, PostgreSQL's own user is let through, and nobody else.
import { chmodSync, chownSync, lstatSync, statSync } from 'node:fs';
import path from 'node:path';

/** Folders of the server and ClickHouse. PostgreSQL protects its own folder. */
const ours = ['secrets', 'clickhouse', 'attachments', 'compiled', 'lock'];

/** Closes the folder and our folders in it to everybody else. Touches nothing else in it. */
export function closeFolder(folder: string): void {
  // A folder that is shared on purpose, such as the temporary one, is not ours to close.
  if ((statSync(folder).mode & 0o1000) === 0) close(folder);
  for (const name of ours) close(path.join(folder, name));
}

/** Lets the user's group traverse the folder, without listing it. For root only. */
export function letPass(folder: string, group: number): void {
  if ((statSync(folder).mode & 0o1000) !== 0) return;
  chownSync(folder, -1, group);
  chmodSync(folder, 0o710);
}

/** Leaves a folder that belongs to somebody else unchanged. */
function close(place: string): void {
  const found = statSync(place, { throwIfNoEntry: false });
  const own = process.getuid?.();
  if (found === undefined || (own !== 0 && found.uid !== own)) return;
  chmodSync(place, found.isDirectory() ? 0o700 : 0o600);
}

/** Whether another user of the machine can at least traverse it. */
export function isOpenToOthers(place: string): boolean {
  return (lstatSync(place, { throwIfNoEntry: false })?.mode ?? 0) % 8 !== 0;
}
