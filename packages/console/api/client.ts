// The REST client of the console: one place that fetches, parses answers and turns refusals into
// problems. It retries nothing by itself; a repeated POST is safe by its idempotency key.
import { Problem } from '@opportune/protocol/errors.ts';
import type { z } from 'zod';
import { newId } from './new-id.ts';

const base = '/api/v1';
/** Less than what proxies and browsers wait for an answer. */
const waitS = 20;

/** A refusal of the server: its stable code, the field at fault, whether to try again. */
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

/** The server could not be reached, or what answered is not Opportune. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('unreachable', { cause });
    this.name = 'Unreachable';
  }
}

export interface CallOptions {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly signal?: AbortSignal;
  /** The same key again is performed once; left out, each POST gets its own. */
  readonly idempotencyKey?: string;
  /** Of the document that a save as a whole began from; the server refuses it if it is another by then. */
  readonly revision?: string | undefined;
}

/** An answer that changes, by the ETag that names it. */
export interface Changing<Answer> {
  readonly etag: string | null;
  readonly answer: Answer;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
const signedOut = new Set<() => void>();

/** Calls back when an answer says that nobody is signed in any more. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

/** Says to everyone that the session is over; the socket uses it too. */
export function announceSignedOut(): void {
  for (const listener of signedOut) listener();
}

export const api = {
  get: <Schema extends z.ZodType>(path: string, schema: Schema, options?: CallOptions) =>
    call('GET', path, undefined, schema, options),
  /** GET what changes: at once where nothing is known, else when it is something else, or the same after a while. */
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

/** What sends a body by one method. */
function sending(method: Method) {
  return <Schema extends z.ZodType>(
    path: string,
    body: unknown,
    schema: Schema,
    options?: CallOptions,
  ) => call(method, path, body, schema, options);
}

/** The address of an API path, for downloads and links. */
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
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (method === 'POST') headers['idempotency-key'] = options.idempotencyKey ?? newId();
  const init: RequestInit = { method, headers, credentials: 'same-origin' };
  if (body !== undefined) init.body = JSON.stringify(body);
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
    // What is written to people on its behalf is in the language that was chosen here.
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
