// Hashes and checks passwords with argon2id (RFC 9106; 19 MiB, two passes, as OWASP advises), on a
// thread of the pool. It stores nothing and compares in constant time. turns.ts decides whose turn
// it is.
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a hash takes from whoever computes it. */
export interface PasswordCost {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

/** Of every installation. Tests whose people only sign in use less. */
export const passwordCost: PasswordCost = { memoryKiB: 19_456, passes: 2, lanes: 1 };
const tagBytes = 32;
export const passwordLength = { least: 12, most: 1024 } as const;

/** The hash in PHC form, with a salt of its own. */
export async function hashPassword(password: string, cost: PasswordCost): Promise<string> {
  const salt = randomBytes(16);
  const tag = await derive(password, salt, cost);
  const { memoryKiB, passes, lanes } = cost;
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$${unpadded(salt)}$${unpadded(tag)}`;
}

/**
 * False for a wrong password. Takes as long as a hash of this cost if `hash` is null, so that timing
 * does not reveal who exists.
 */
export async function verifyPassword(
  password: string,
  hash: string | null,
  cost: PasswordCost,
): Promise<boolean> {
  const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(
    hash ?? hashOfNobody(cost),
  );
  if (form === null || password.length > passwordLength.most) return false;
  const [, memory, passes, lanes, salt = '', tag = ''] = form;
  const expected = Buffer.from(tag, 'base64');
  const stored = { memoryKiB: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  const actual = await derive(password, Buffer.from(salt, 'base64'), stored);
  return hash !== null && actual.length === expected.length && timingSafeEqual(actual, expected);
}

function hashOfNobody({ memoryKiB, passes, lanes }: PasswordCost): string {
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$${'A'.repeat(22)}$${'A'.repeat(43)}`;
}

function derive(
  password: string,
  salt: Buffer,
  { memoryKiB, passes, lanes }: PasswordCost,
): Promise<Buffer> {
  const message = Buffer.from(password.normalize('NFKC'), 'utf8');
  const sizes = { memory: memoryKiB, passes, parallelism: lanes, tagLength: tagBytes };
  return new Promise((resolve, reject) => {
    argon2('argon2id', { message, nonce: salt, ...sizes }, (error, tag) =>
      error === null ? resolve(tag) : reject(error),
    );
  });
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
