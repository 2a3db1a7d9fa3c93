// Hostile requests by a seed: operations of the document and other addresses, with hostile
// parameters, headers and bodies. It sends them unchanged, which `fetch` would not do.
import { type Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import type { Operation } from '@opportune/server/http/openapi/api-operations.ts';
import { type Things, bodyOf, fillPath } from './examples.test-support.ts';

export interface Hostile {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

export interface Answered {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** Numbers from 0 up to, but not including, 1. */
type Random = () => number;

const long = 'a'.repeat(150);
const texts = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u0000\uffff',
  long,
  'b'.repeat(5000),
  '../../../etc/passwd',
  '..\\..\\x',
  '__proto__',
  'constructor',
  'toString',
  "' OR 1=1 --",
  '"; DROP TABLE users; --',
  '${7*7}{{7*7}}',
  '%00',
  '%zz',
  '%',
  '\r\nSet-Cookie: x=1',
  'null',
  'NaN',
  '-1',
  '1e309',
  '9223372036854775808',
  '99999999999999999999999999',
  '0x10',
  '2026-13-99',
  '+275760-09-14T00:00:00Z',
  '-271821-04-20',
  '0000-00-00T00:00:00Z',
  '[]',
  '{}',
  '🦊'.repeat(40),
  'ﷺ'.repeat(60),
  '\u0301'.repeat(500),
  'http://[::1',
  'javascript:x',
] as const;

const values: readonly unknown[] = [
  ...texts,
  null,
  true,
  false,
  0,
  -1,
  -0,
  0.5,
  1e21,
  Number.MAX_SAFE_INTEGER + 1,
  -Number.MAX_VALUE,
  2_147_483_648,
  9.3e18,
  [],
  {},
  [null],
  [[[[[[]]]]]],
  [{}, 1, 'x'],
  { toString: 1 },
  JSON.parse('{"__proto__":{"admin":true}}'),
  JSON.parse(`${'[{"any":'.repeat(40)}[]${'}]'.repeat(40)}`),
  Array.from({ length: 300 }, (_, at) => at),
  Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`k${at}`, at])),
];

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND', 'TRACE'];
const types = [
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'multipart/form-data; boundary=',
  'application/x-www-form-urlencoded',
  'application/octet-stream',
  'a/b; c=d; e',
  '*/*',
  '\xe9',
];
/** Addresses outside the API: of the intake, of the console, misspelt ones, and none. */
const addresses = [
  '/',
  '/%00',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/..%2f..%2fetc/passwd',
  '//',
  '///x',
  '/assets/%00.js',
  '/assets/../../package.json',
  `/assets/${'x'.repeat(300)}.js`,
  '/index.html%00.png',
  '/.env',
  '/healthz',
  '/readyz',
  '/metrics',
  '/api',
  '/api/docs',
  '/api/openapi.json',
  '/api/v1',
  '/api/v1/',
  '/api/v1//sites',
  '/api/v1/sites/',
  `/api/v1/attributes/${long}`,
  '/api/v1/attributes/%00',
  '/api/v1/attributes/%ff',
  '/api/v1/socket',
  '/tag.js',
  '/tag/x',
  '/tag/%00',
  '/v1',
  '/v1/',
  '/v1/events',
  '/v1/frames',
  '/v1/batch',
  '/v1/track',
  '/v1/identify',
  '/v1/import',
  '/v1/attachments/x/y',
  '/v1/attachments/%00',
  '/v1/projects/x/settings',
  '/v1/projects/%00/settings',
  '/v1/csp-reports',
  '/csp-reports',
  `/${'x'.repeat(9000)}`,
  '/?%',
  '/?__proto__[x]=1',
  '*',
  'http://elsewhere.example/',
  'http://',
  '/#',
  '/;',
  '/\\',
  '/console/%c0%ae%c0%ae/',
];

/** A valid request of these ends the caller's session, so they are rare. */
const endsSession = /\/(session|password)$/;

/** Makes requests one after the other. The same seed gives the same requests. */
export function hostileRequests(
  random: Random,
  operations: readonly Operation[],
  things: Things,
): (token: string | null) => Hostile {
  const one = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const often = (chance: number): boolean => random() < chance;
  let turn = 0;

  return (token) => {
    const headers = headersFor(token);
    if (often(0.15)) return elsewhere(headers);
    const operation = operations[turn++ % operations.length] as Operation;
    if (endsSession.test(operation.path) && often(0.9)) delete headers['authorization'];
    const body = often(0.85) ? bodyFor(operation) : one(values);
    const method = often(0.95) ? operation.method : one(methods);
    return { method, path: pathFor(operation), headers, body: written(body, headers) };
  };

  function elsewhere(headers: Record<string, string>): Hostile {
    const body = often(0.5) ? one(values) : undefined;
    return { method: one(methods), path: one(addresses), headers, body: written(body, headers) };
  }

  function headersFor(token: string | null): Record<string, string> {
    return {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(often(0.05) ? { authorization: one(['Bearer', 'Bearer \xe9', 'Basic !!', long]) } : {}),
      ...(often(0.05) ? { cookie: one(['opportune_session=%00', '=;=;', 'x'.repeat(4000)]) } : {}),
      ...(often(0.05) ? { 'idempotency-key': one(['', 'k', long, 'x'.repeat(3000), '\xe9']) } : {}),
      ...(often(0.05) ? { origin: one(['null', 'https://', 'x', 'https://a.example']) } : {}),
      ...(often(0.05) ? { 'if-match': one(['*', '"', 'W/"1"', long]) } : {}),
      ...(often(0.05) ? { 'accept-language': one([long, ';q=', '*;q=9', '-,-,-']) } : {}),
      ...(often(0.05) ? { accept: one(['nothing/none', '', ';;']) } : {}),
      ...(often(0.05) ? { range: one(['bytes=9-1', 'bytes=-', 'x', 'bytes=0-1,2-3,4-5']) } : {}),
      ...(often(0.05) ? { 'content-encoding': one(['gzip', 'br', 'x', 'gzip, gzip']) } : {}),
      ...(often(0.05) ? { 'x-forwarded-for': one(['x', '::', '1.1.1.1, , 2']) } : {}),
      ...(often(0.03) ? { expect: 'a miracle' } : {}),
      ...(often(0.03) ? { host: one(['', 'x y', '[', '%00']) } : {}),
      'content-type': often(0.9) ? 'application/json' : one(types),
    };
  }

  function pathFor(operation: Operation): string {
    const known = operation.path.startsWith('/api/v1/accounts')
      ? operation.path.replace('{id}', things.site)
      : fillPath(operation.path, things);
    const path = often(0.5)
      ? known
      : operation.path.replaceAll(/\{\w+\}/g, () => encoded(one(texts)));
    const query = operation.parameters.filter((each) => each.in === 'query' && often(0.6));
    if (query.length === 0 && often(0.95)) return path;
    const given = query.map(({ name }) => `${name}=${encoded(one(texts))}`);
    return `${path}?${[...given, ...(often(0.1) ? [encoded(one(texts))] : [])].join('&')}`;
  }

  function bodyFor({ method, path }: Operation): unknown {
    if (method === 'GET' || method === 'DELETE') return undefined;
    return spoilt(bodyOrNothing(method, path, things), 0);
  }

  /** The same value with parts replaced, left out or added. */
  function spoilt(value: unknown, depth: number): unknown {
    if (often(depth === 0 ? 0.05 : 0.2)) return one(values);
    if (Array.isArray(value)) return value.map((each) => spoilt(each, depth + 1));
    if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
    const kept = Object.entries(value).filter(() => !often(0.08));
    const own = kept.map(([name, each]) => [name, spoilt(each, depth + 1)]);
    return Object.fromEntries(often(0.1) ? [...own, [one(texts), one(values)]] : own);
  }

  function written(body: unknown, headers: Readonly<Record<string, string>>): Buffer | null {
    if (body === undefined) return null;
    if (Buffer.isBuffer(body)) return body;
    const text = JSON.stringify(body);
    if (headers['content-type'] !== 'application/json' && often(0.5))
      return Buffer.from(String(text));
    if (often(0.04)) return Buffer.from(text.slice(0, Math.floor(random() * text.length)));
    return Buffer.from(text);
  }

  /** Mostly encoded as a client would, sometimes as no client would. */
  function encoded(text: string): string {
    if (often(0.15)) return text.replaceAll(/[^\x21-\x7e]/g, '%ff').replaceAll(/[?#/]/g, '');
    return encodeURIComponent(text.toWellFormed());
  }
}

function bodyOrNothing(method: string, path: string, things: Things): unknown {
  try {
    return bodyOf(method, path, things) ?? {};
  } catch {
    return {};
  }
}

/** For a busy machine: a request that hangs would take longer. */
const answerMs = 120_000;

/** Sends it. Rejects, with the request, if the server closes the connection or does not answer. */
export function send(url: string, asked: Hostile, agent: Agent): Promise<Answered> {
  const { hostname, port } = new URL(url);
  const { method, path, headers, body } = asked;
  return new Promise((resolve, fail) => {
    const reject = (error: Error): void =>
      fail(new Error(`${method} ${path.slice(0, 200)}: ${error.message}`, { cause: error }));
    const request = httpRequest(
      { hostname, port, method, path, agent, headers: sendable(headers, body) },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'] ?? '',
            text,
          }),
        );
      },
    );
    request.on('error', reject);
    request.setTimeout(answerMs, () => request.destroy(new Error(`no answer in ${answerMs} ms`)));
    request.end(body ?? undefined);
  });
}

function sendable(
  headers: Readonly<Record<string, string>>,
  body: Buffer | null,
): Record<string, string | number> {
  const { 'content-type': type = '', ...others } = headers;
  if (body === null) return others;
  return { ...others, 'content-type': type, 'content-length': body.length };
}

/** Sends bytes that need not be HTTP, and reads the answer until the connection ends. */
export function sendBytes(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes, 'latin1'));
    socket.setTimeout(answerMs, () => socket.destroy(new Error(`no answer in ${answerMs} ms`)));
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });
}
