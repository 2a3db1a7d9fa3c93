// Pending calls to the engine host, which outlive any one host. After a host died, appends are
// resent, marked doubtful, and queries are refused as retryable. Bounded in bytes and in time.
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { Socket } from 'node:net';
import { type ErrorCode, errorTable } from '@opportune/protocol/errors.ts';
import { EngineError } from '../engine-error.ts';
import { sizeOf } from './facts-rows.ts';
import { readFrames, type Request, type Response, writeFrame } from './host-frames.ts';

/**
 * How long calls wait for a restarting host. Afterwards, until it is back: `engine.unavailable`.
 */
const usualPatienceMs = 30_000;
/**
 * The engine ends a query after 30 s, and a few may wait before it. After this:
 * `engine.unavailable`.
 */
const usualSilenceMs = 120_000;

type Append = Omit<Extract<Request, { type: 'append' }>, 'id' | 'doubtful' | 'type'>;
type Query = Omit<Extract<Request, { type: 'query' }>, 'id' | 'type'>;

interface Call {
  request: Request;
  readonly body: readonly Uint8Array[];
  readonly answer: PromiseWithResolvers<Buffer<ArrayBuffer>>;
}

const nothing: readonly Uint8Array[] = [];

export class HostCalls {
  readonly #calls = new Map<number, Call>();
  /** Tokens whose append may be partly stored: the host died, or it refused. */
  readonly #doubtful = new Set<string>();
  #socket: Socket | undefined;
  #patience: NodeJS.Timeout | undefined;
  #lastId = 0;
  #waiting = 0;
  #closed = false;
  /** No host came in the time that calls wait. */
  #stayedAway = false;
  readonly #patienceMs: number;
  readonly #silenceMs: number;

  constructor(patienceMs = usualPatienceMs, silenceMs = usualSilenceMs) {
    this.#patienceMs = patienceMs;
    this.#silenceMs = silenceMs;
  }

  /**
   * Uses this socket from now on. Waiting appends are sent at once. `name`: of this process, if others
   * ask whether something of it is still on its way.
   */
  attach(socket: Socket, name: string | null = null): void {
    clearTimeout(this.#patience);
    this.#socket = socket;
    this.#stayedAway = false;
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#detach());
    readFrames<Response>(socket, (response, body) => this.#settle(response, body));
    if (name !== null) writeFrame(socket, { type: 'named', name, id: 0 }, nothing);
    for (const call of this.#calls.values()) writeFrame(socket, call.request, call.body);
  }

  /** The body must not change before the answer. */
  async append(append: Append, body: readonly Uint8Array[]): Promise<void> {
    const sizeBytes = sizeOf(body);
    if (this.#waiting + sizeBytes > tableLimits.hostBytes)
      throw new EngineError('server.overloaded');
    this.#waiting += sizeBytes;
    const doubtful = this.#doubtful.has(append.token);
    try {
      await this.#send({ ...append, type: 'append', id: ++this.#lastId, doubtful }, body);
      this.#doubtful.delete(append.token);
    } catch (error) {
      this.#doubtful.add(append.token);
      throw error;
    } finally {
      this.#waiting -= sizeBytes;
    }
  }

  query(query: Query): Promise<Buffer<ArrayBuffer>> {
    return this.#bounded({ ...query, type: 'query', id: ++this.#lastId });
  }

  async remove(account: AccountId): Promise<void> {
    await this.#bounded({ type: 'remove', account, id: ++this.#lastId });
  }

  /**
   * Resolves once nothing is on its way any more of the process with this name, which is gone. Also if
   * the host is gone, and everything that was on its way with it.
   */
  async settled(name: string): Promise<void> {
    await this.#bounded({ type: 'settled', name, id: ++this.#lastId }).catch(() => {});
  }

  /** Resolves when the host answers. */
  async ping(): Promise<void> {
    await this.#bounded({ type: 'ping', id: ++this.#lastId });
  }

  /** Refuses new calls. Resolves when none is pending. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([...this.#calls.values()].map((call) => call.answer.promise));
    this.#socket?.removeAllListeners('close');
    this.#socket?.destroy();
    clearTimeout(this.#patience);
  }

  #send(request: Request, body: readonly Uint8Array[]): Promise<Buffer<ArrayBuffer>> {
    if (this.#closed) return Promise.reject(new EngineError('server.stopping'));
    if (this.#stayedAway) return Promise.reject(new EngineError('engine.unavailable'));
    const call = { request, body, answer: Promise.withResolvers<Buffer<ArrayBuffer>>() };
    this.#calls.set(request.id, call);
    if (this.#socket !== undefined) writeFrame(this.#socket, request, body);
    return call.answer.promise;
  }

  /**
   * A frozen host accepts a call and never answers. An append waits for it, within its bound of
   * bytes.
   */
  async #bounded(request: Request): Promise<Buffer<ArrayBuffer>> {
    const late = setTimeout(() => {
      const call = this.#calls.get(request.id);
      if (call !== undefined) this.#refuse(request.id, call);
    }, this.#silenceMs);
    try {
      return await this.#send(request, nothing);
    } finally {
      clearTimeout(late);
    }
  }

  #settle(response: Response, body: Buffer<ArrayBuffer>): void {
    const call = this.#calls.get(response.id);
    if (call === undefined) return;
    this.#calls.delete(response.id);
    if (response.type === 'done') call.answer.resolve(body);
    else call.answer.reject(new EngineError(knownCode(response.code), response.message));
  }

  #detach(): void {
    this.#socket = undefined;
    for (const [id, call] of this.#calls) {
      if (call.request.type === 'append') call.request = { ...call.request, doubtful: true };
      else this.#refuse(id, call);
    }
    this.#patience = setTimeout(() => {
      this.#stayedAway = true;
      for (const [id, call] of this.#calls) this.#refuse(id, call);
    }, this.#patienceMs);
  }

  #refuse(id: number, call: Call): void {
    this.#calls.delete(id);
    call.answer.reject(new EngineError('engine.unavailable'));
  }
}

function knownCode(code: string): ErrorCode {
  return Object.hasOwn(errorTable, code) ? (code as ErrorCode) : 'facts.failed';
}
