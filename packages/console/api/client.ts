// The REST client of the console. It fetches, parses answers and turns refusals into `ApiProblem`.
// It never retries. A POST is safe to repeat with the same idempotency key.
import { Problem } from '@opportune/protocol/errors.ts';
import type { z } from 'zod';
import { newId } from './new-id.ts';

const base = '/api/v1';
/** Shorter than the time-outs of proxies and browsers. */
const waitS = 20;

/**
 * The server refused. `problem` holds the stable code, the field at fault and whether a retry may
 * help.
 */
export class ApiProblem extends Error {
  readonly problem: Problem;
  readonly status: number;
  constructor(problem: Problem, status: number) {
    super(problem.message);
    this.name = 'ApiProblem';
    this.problem = problem;
    this.status = status;
  }
}

/** The server is unreachable or is not Opportune. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('unreachable', { cause });
    this.name = 'Unreachable';
  }
}

export interface CallOptions {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly signal?: AbortSignal;
  /** The server performs a key once. By default each POST gets a new key. */
  readonly idempotencyKey?: string;
  /**
   * The revision that a full save started from. The server refuses the save if the document has
   * changed since.
   */
  readonly revision?: string | undefined;
}

/** An answer that changes, with the ETag of its version. */
export interface Changing<Answer> {
  readonly etag: string | null;
  readonly answer: Answer;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
const signedOut = new Set<() => void>();

/**
 * Calls back when the server answers that nobody is signed in. Returns a function that stops it.
 */
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

/** Tells all listeners that the session is over. The socket uses it too. */
export function announceSignedOut(): void {
  for (const listener of signedOut) listener();
}

export const api = {
  get: <Schema extends z.ZodType>(path: string, schema: Schema, options?: CallOptions) =>
    call('GET', path, undefined, schema, options),
  /**
   * GETs an answer that changes. Resolves at once if nothing is known, else when the answer differs
   * from `known`, or with `known` after a while.
   */
  change: async <Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    known: Changing<z.infer<Schema>> | undefined,
    { query = {}, ...options }: CallOptions = {},
  ): Promise<Changing<z.infer<Schema>>> => {
    const asks = known?.etag ?? null;
    const waiting = asks === null ? query : { ...query, wait: waitS };
    const response = await send('GET', path, undefined, { ...options, query: waiting }, asks);
    if (known !== undefined && response.status === 304) return known;
    return { etag: response.headers.get('etag'), answer: await read(response, schema) };
  },
  post: sending('POST'),
  put: sending('PUT'),
  patch: sending('PATCH'),
  delete: <Schema extends z.ZodType>(path: string, schema: Schema, options?: CallOptions) =>
    call('DELETE', path, undefined, schema, options),
};

/** A function that sends a body by this method: a file as it is, anything else as JSON. */
function sending(method: Method) {
  return <Schema extends z.ZodType>(
    path: string,
    body: unknown,
    schema: Schema,
    options?: CallOptions,
  ) => call(method, path, body, schema, options);
}

/** The URL of an API path, for downloads and links. */
export function apiUrl(path: string, query: CallOptions['query'] = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const tail = search.toString();
  return tail === '' ? `${base}${path}` : `${base}${path}?${tail}`;
}

async function call<Schema extends z.ZodType>(
  method: Method,
  path: string,
  body: unknown,
  schema: Schema,
  options: CallOptions = {},
): Promise<z.infer<Schema>> {
  return read(await send(method, path, body, options), schema);
}

async function read<Schema extends z.ZodType>(
  response: Response,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const text = await response.text().catch((cause: unknown) => {
    throw new Unreachable(cause);
  });
  const answer = text === '' ? {} : parseJson(text);
  if (!response.ok) throw refusal(response.status, answer);
  return schema.parse(answer);
}

async function send(
  method: Method,
  path: string,
  body: unknown,
  options: CallOptions,
  known: string | null = null,
): Promise<Response> {
  const headers = headersOf(options, known);
  const isFile = body instanceof Blob;
  if (body !== undefined)
    headers['content-type'] = isFile ? 'application/octet-stream' : 'application/json';
  if (method === 'POST') headers['idempotency-key'] = options.idempotencyKey ?? newId();
  const init: RequestInit = { method, headers, credentials: 'same-origin' };
  if (body !== undefined) init.body = isFile ? body : JSON.stringify(body);
  if (options.signal !== undefined) init.signal = options.signal;
  try {
    return await fetch(apiUrl(path, options.query), init);
  } catch (cause) {
    if (options.signal?.aborted === true) throw cause;
    throw new Unreachable(cause);
  }
}

function headersOf({ revision }: CallOptions, known: string | null): Record<string, string> {
  return {
    accept: 'application/json',
    // The server writes text for this request, such as letters, in the language chosen in the
    // console.
    'accept-language': document.documentElement.lang,
    ...(known === null ? {} : { 'if-none-match': known }),
    ...(revision === undefined ? {} : { 'if-match': `"${revision}"` }),
  };
}

function refusal(status: number, answer: unknown): Error {
  const parsed = Problem.safeParse(answer);
  if (!parsed.success) return new Unreachable(answer);
  const { code } = parsed.data;
  if (code === 'auth.required' || code === 'auth.expired') announceSignedOut();
  return new ApiProblem(parsed.data, status);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Unreachable(cause);
  }
}
