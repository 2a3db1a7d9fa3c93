// The secrets that this installation generates for itself, one file each in the data folder,
// readable by its owner only. A secret is made once and never has a default.
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from './adapter/data-folder/make-folder.ts';

export interface Secrets {
  /** Where they are; the keys that seal are there too (sealing/sealing-keys.ts). */
  readonly folder: string;
  /** Bearer token of whoever operates the server: makes accounts. */
  readonly operatorToken: string;
  /** Key of the visitor tokens' signatures. */
  readonly visitorTokenKey: string;
  /** Signs what tells a device that signed in before, and keys addresses. */
  readonly signInKey: string;
}

/** Reads the secrets of a data folder, making those that are missing. */
export function openSecrets(dataFolder: string): Secrets {
  const folder = path.join(dataFolder, 'secrets');
  makeFolder(folder, 0o700);
  return {
    folder,
    operatorToken: secretOf(folder, 'operator-token'),
    visitorTokenKey: secretOf(folder, 'visitor-token-key'),
    signInKey: secretOf(folder, 'sign-in-key'),
  };
}

function secretOf(folder: string, name: string): string {
  const file = path.join(folder, name);
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
