// Hashes and checks passwords with argon2id (RFC 9106; 19 MiB, two passes, as OWASP advises), and
// says which are too weak. It keeps nothing and compares in constant time.
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { refuse } from '../http/refusal.ts';
import { commonPasswords } from './common-passwords.ts';

const cost = { memoryKiB: 19_456, passes: 2, lanes: 1 } as const;
const tagBytes = 32;
/** Hashes computed at once; each takes 19 MiB and a thread of the pool. */
const atOnce = 2;
/** Hashes that may wait for their turn. Beyond: `server.overloaded`. */
const waitingAtMost = 200;
export const passwordLength = { least: 12, most: 1024 } as const;

/** The hash in PHC form, with a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await derive(password, salt, cost);
  const { memoryKiB, passes, lanes } = cost;
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$${unpadded(salt)}$${unpadded(tag)}`;
}

/** False for a wrong password; takes as long where `hash` is null, so that nobody learns who exists. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash ?? nobody);
  if (form === null || password.length > passwordLength.most) return false;
  const [, memory, passes, lanes, salt = '', tag = ''] = form;
  const expected = Buffer.from(tag, 'base64');
  const stored = { memoryKiB: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  const actual = await derive(password, Buffer.from(salt, 'base64'), stored);
  return hash !== null && actual.length === expected.length && timingSafeEqual(actual, expected);
}

/** Whether a password is too short, too common, or mostly its owner's own address. */
export function isWeakPassword(password: string, email: string): boolean {
  if (password.length < passwordLength.least || password.length > passwordLength.most) return true;
  const plain = password.normalize('NFKC').toLowerCase();
  if (new Set(plain).size < 5) return true;
  if (commonPasswords.has(plain) || isRun(plain)) return true;
  const rest = plain.replaceAll(/[^a-z]/g, '');
  if (rest.length > 0 && commonPasswords.has(rest)) return true;
  const [local = ''] = email.toLowerCase().split('@');
  return local.length >= 4 && plain.replaceAll(local, '').length < 6;
}

/** A short piece repeated, such as `abc123abc123`. */
function isRun(text: string): boolean {
  return /^(.{1,6})\1+$/.test(text);
}

type Cost = { readonly memoryKiB: number; readonly passes: number; readonly lanes: number };

const nobody = `$argon2id$v=19$m=${cost.memoryKiB},t=${cost.passes},p=${cost.lanes}$${'A'.repeat(22)}$${'A'.repeat(43)}`;
const waiting: (() => void)[] = [];
let running = 0;

async function derive(
  password: string,
  salt: Buffer,
  { memoryKiB, passes, lanes }: Cost,
): Promise<Buffer> {
  if (waiting.length >= waitingAtMost) throw refuse('server.overloaded');
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
  try {
    return await new Promise((resolve, reject) => {
      const message = Buffer.from(password.normalize('NFKC'), 'utf8');
      const options = {
        message,
        nonce: salt,
        memory: memoryKiB,
        passes,
        parallelism: lanes,
        tagLength: tagBytes,
      };
      argon2('argon2id', options, (error, tag) => (error === null ? resolve(tag) : reject(error)));
    });
  } finally {
    running--;
    waiting.shift()?.();
  }
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
