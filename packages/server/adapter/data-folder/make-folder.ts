// Creates a folder with its missing parents. Node's own `recursive` option loops forever if a file
// system reports ENOENT although the parent exists, as /proc does.
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** Undefined if the folder exists, else the topmost folder created. Throws like `mkdirSync`. */
export function makeFolder(folder: string, mode: number): string | undefined {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return undefined;
  const parent = path.dirname(folder);
  const above = parent === folder ? undefined : makeFolder(parent, mode);
  return mkdir(folder, mode) ? (above ?? folder) : above;
}

/** False if somebody else has created it meanwhile. */
function mkdir(folder: string, mode: number): boolean {
  try {
    mkdirSync(folder, { mode });
    return true;
  } catch (error) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return false;
    throw error;
  }
}
