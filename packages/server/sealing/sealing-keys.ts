// The keys that encrypt stored secrets, 32 bytes each, newest first: those that the operator gives,
// then those in the data folder. It generates the first key, never replaces one and never logs one.
import { hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface SealingKey {
  /** Identifies the key in what it encrypted. It reveals nothing about the key. */
  readonly id: string;
  /** 32 bytes, derived from the given key. */
  readonly secret: Buffer;
}

const fileName = 'sealing-keys';
const keyBytes = 32;

/**
 * Parses keys separated by commas or white space: 32 bytes each, in base64, base64url or
 * hexadecimal. Null if one of them is invalid.
 */
export function readSealingKeys(text: string): readonly SealingKey[] | null {
  const written = text.split(/[\s,]+/).filter((each) => each !== '');
  const keys = written.map(keyOf).filter((key) => key !== null);
  return keys.length === written.length ? keys : null;
}

/**
 * All keys of an installation. `given` come first, so the first of them encrypts. Keys in the
 * folder can still decrypt. The folder gets a first key if there is none at all. Throws if the
 * folder's file contains anything but keys.
 */
export function openSealingKeys(
  folder: string,
  given: readonly SealingKey[],
): readonly [SealingKey, ...SealingKey[]] {
  const file = path.join(folder, fileName);
  if (given.length === 0) makeFirst(file);
  const kept = readSealingKeys(textOf(file));
  if (kept === null) throw new Error(`${file} holds a line that is not a key of 32 bytes.`);
  const [newest, ...older] = [...given, ...kept];
  if (newest === undefined) throw new Error(`${file} holds no key.`);
  return [newest, ...older];
}

function makeFirst(file: string): void {
  try {
    const key = randomBytes(keyBytes).toString('base64url');
    writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function keyOf(written: string): SealingKey | null {
  const isHex = /^[0-9a-f]{64}$/i.test(written);
  if (!isHex && !/^[\w+/-]{43}=?$/.test(written)) return null;
  const given = Buffer.from(written, isHex ? 'hex' : 'base64');
  if (given.length !== keyBytes) return null;
  return {
    id: derive(given, 'opportune sealing key id', 6).toString('base64url'),
    secret: derive(given, 'opportune sealing key', keyBytes),
  };
}

function derive(given: Buffer, info: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', given, '', info, bytes));
}
