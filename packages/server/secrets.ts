// The secrets that this installation generates for itself, one file each in the data folder,
// readable by its owner only. A secret is made once and never has a default.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from './adapter/data-folder/make-folder.ts';

export interface Secrets {
  /** The folder of the secrets. It also holds the sealing keys (sealing/sealing-keys.ts). */
  readonly folder: string;
  /** The operator's bearer token, which creates accounts. */
  readonly operatorToken: string;
  /** Signs visitor tokens. */
  readonly visitorTokenKey: string;
  /**
   * Signs the cookies that recognise a device of an earlier sign-in, and keys the hashes of
   * addresses.
   */
  readonly signInKey: string;
  /** Names the data folder, for example in leases of jobs. It is not secret. */
  readonly folderName: string;
}

/** Reads the secrets of a data folder and creates those that are missing. */
export function openSecrets(dataFolder: string): Secrets {
  const folder = path.join(dataFolder, 'secrets');
  makeFolder(folder, 0o700);
  const signInKey = secretOf(folder, 'sign-in-key');
  return {
    ...{ folder, signInKey, folderName: nameBy(signInKey) },
    operatorToken: secretOf(folder, 'operator-token'),
    visitorTokenKey: secretOf(folder, 'visitor-token-key'),
  };
}

function nameBy(key: string): string {
  return createHash('sha256').update(`data folder ${key}`).digest('base64url').slice(0, 16);
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
