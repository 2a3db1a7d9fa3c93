// Makes a folder, with those above it that are missing. Node's own way (`recursive`) asks for ever where
// a file system says ENOENT of a folder whose parent is there, as /proc does.
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** Nothing where the folder is there; else the topmost one that was made. Throws as `mkdirSync` does. */
export function makeFolder(folder: string, mode: number): string | undefined {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return undefined;
  const parent = path.dirname(folder);
  const above = parent === folder ? undefined : makeFolder(parent, mode);
  return mkdir(folder, mode) ? (above ?? folder) : above;
}

/** False where somebody else has made it meanwhile. */
function mkdir(folder: string, mode: number): boolean {
  try {
    mkdirSync(folder, { mode });
    return true;
  } catch (error) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return false;
    throw error;
  }
}
