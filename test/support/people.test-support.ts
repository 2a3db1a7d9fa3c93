// People of a running server, made through its API alone: a fresh account with its administrator
// signed in, and more users of the account.
import { randomBytes } from 'node:crypto';
import { declaredRefusals } from './declared-refusals.test-support.ts';

export const testPassword = 'tall trees over quiet water';

export interface Answer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read answers of every shape
  readonly body: any;
  readonly headers: Headers;
}
export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

export interface Person {
  readonly token: string;
  readonly user: { readonly id: string; readonly email: string };
  readonly call: Call;
}
export type Owner = Person & { readonly account: string };

export interface People {
  callAs(token: string | null): Call;
  readonly anybody: Call;
  /** A fresh account with its administrator signed in. */
  newAccount(name?: string): Promise<Owner>;
  /** Another user of an account, signed in. */
  invite(by: Person, role: 'administrator' | 'manager' | 'agent'): Promise<Person>;
}

/**
 * `url` is asked again for each call, because the port may be known late. `composition`: what composes
 * the server, and all others with the same routes.
 */
export function peopleOf(url: () => string, operatorToken: string, composition?: object): People {
  const holdDeclared = declaredRefusals(url, composition);
  const callAs =
    (token: string | null): Call =>
    async (method, path, body, headers = {}) => {
      const address = /^\/(api|healthz)/.test(path) ? path : `/api/v1${path}`;
      const response = await fetch(`${url()}${address}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': typeOf(body) }),
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: written(body) }),
      });
      const text = await response.text();
      const json = response.headers.get('content-type')?.startsWith('application/json') === true;
      const { status, headers: answered } = response;
      const read = json ? JSON.parse(text) : text;
      await holdDeclared(method, address, status, read);
      return { status, body: read, headers: answered };
    };
  const anybody = callAs(null);

  async function claim(link: string): Promise<Person> {
    const code = link.split('#code=')[1];
    const { body } = await anybody('POST', '/session/link', { code, password: testPassword });
    return { token: body.token, user: body.user, call: callAs(body.token) };
  }

  return {
    callAs,
    anybody,
    async newAccount(name = 'Aldermoor') {
      const administrator = { email: newEmail('ada'), name: 'Ada Moor' };
      const { body } = await callAs(operatorToken)('POST', '/accounts', { name, administrator });
      return { ...(await claim(body.link)), account: body.account.id };
    },
    async invite(by, role) {
      const { body } = await by.call('POST', '/users', {
        email: newEmail(role),
        name: `The ${role}`,
        role,
        room: 3,
      });
      return claim(body.link);
    },
  };
}

/** Bytes are sent unchanged. */
function written(body: unknown) {
  return body instanceof Uint8Array ? Uint8Array.from(body) : JSON.stringify(body);
}

function typeOf(body: unknown): string {
  return body instanceof Uint8Array ? 'application/octet-stream' : 'application/json';
}

function newEmail(who: string): string {
  return `${who}.${randomBytes(6).toString('hex')}@aldermoor.example`;
}
