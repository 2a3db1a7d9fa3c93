// The started product with two businesses: an attacker has the write key of one, and the visitors
// of the other behave normally. Measures how long those visitors wait.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { migratedDataFolder } from '@opportune/server/adapter/engines.test-support.ts';
import { startProduct, type Product } from '../e2e/product.test-support.ts';
import type { Target } from '../support/attacks.test-support.ts';
import { loopTimeOf, shareSince } from '../support/loop-time.test-support.ts';
import { peopleOf, type Owner } from '../support/people.test-support.ts';
import { besideProxy } from '../support/talking-visitors.test-support.ts';

const origin = 'https://shop.example';
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
/** Time between two events of all visitors together. */
const paceMs = 20;

export interface Business {
  readonly owner: Owner;
  readonly target: Target;
  readonly secretKey: string;
}

export interface Besieged {
  readonly product: Product;
  readonly hostile: Business;
  readonly ordinary: Business;
  /** Another account. */
  open(name: string): Promise<Business>;
  /** Reads one figure of `/metrics`. */
  figure(name: string): Promise<number>;
  /** Physical memory of the server, without its engines. */
  residentMiB(): number;
  close(): Promise<void>;
}

export async function startBesieged(
  environment: Readonly<Record<string, string>> = besideProxy.environment,
): Promise<Besieged> {
  const folder = await migratedDataFolder();
  const product = await startProduct({
    apart: true,
    dataFolder: folder.path,
    demo: false,
    environment,
  });
  const token = readFileSync(path.join(folder.path, 'secrets', 'operator-token'), 'utf8').trim();
  const people = peopleOf(() => product.url, token);
  const open = async (name: string): Promise<Business> => {
    const owner = await people.newAccount(name);
    const { body: site } = await owner.call('POST', '/sites', { name, origins: [origin] });
    const { body: made } = await owner.call('POST', `/sites/${site.id}/keys`, { name: 'shop' });
    const { host } = new URL(product.url);
    return { owner, target: { host, key: site.writeKey, origin }, secretKey: made.secret };
  };
  return {
    product,
    open,
    hostile: await open('Hostile'),
    ordinary: await open('Ordinary'),
    async figure(name) {
      const text = await (await fetch(`${product.url}/metrics`)).text();
      const found = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1];
      if (found === undefined) throw new Error(`no figure ${name}`);
      return Number(found);
    },
    residentMiB() {
      const status = readFileSync(`/proc/${product.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
    },
    async close() {
      await product.close();
      folder.remove();
    },
  };
}

interface Waiting {
  resolve(refused: readonly { readonly code: string }[]): void;
  reject(error: Error): void;
}

/** A visitor with a socket. */
export class Passerby {
  readonly #socket: WebSocket;
  /** By batch number. */
  readonly #waiting = new Map<number, Waiting>();
  #batch = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      const heard = JSON.parse(String(data)) as ServerFrame;
      if (heard.type === 'ack') this.#waiting.get(heard.batch)?.resolve(heard.refused);
    });
    socket.on('close', (code, why) => {
      for (const { reject } of this.#waiting.values())
        reject(new Error(`closed: ${code} ${String(why)}`));
    });
  }

  /** Opens the shop's page from an address. Retries when told to, as the tag does. */
  static async arrive(target: Target, address: string): Promise<Passerby> {
    const until = performance.now() + atAllMs;
    for (;;) {
      const [socket, answer] = await greet(target, address);
      if (answer.type === 'welcome') return new Passerby(socket);
      socket.terminate();
      const retryAfterMs = answer.type === 'problem' ? answer.problem.retryAfterMs : undefined;
      if (retryAfterMs === undefined || performance.now() > until)
        throw new Error(`no welcome: ${JSON.stringify(answer)}`);
      await wait(retryAfterMs);
    }
  }

  /** Resolves with how long one event took to be acknowledged, in ms. Rejects if it was refused. */
  async act(): Promise<number> {
    const batch = (this.#batch += 1);
    const sentAt = performance.now();
    const at = Date.now();
    const event = { id: randomUUID(), kind: 'track', name: 'Thing Done', at, properties: {} };
    const acknowledged = new Promise<readonly { readonly code: string }[]>((resolve, reject) =>
      this.#waiting.set(batch, { resolve, reject }),
    );
    this.#socket.send(JSON.stringify({ type: 'events', batch, sentAt: at, events: [event] }));
    const [refused] = await acknowledged.finally(() => this.#waiting.delete(batch));
    if (refused !== undefined) throw new Error(`refused: ${refused.code}`);
    return performance.now() - sentAt;
  }

  /** Whether its socket is still open. */
  get isHere(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  leave(): void {
    this.#socket.terminate();
  }
}

/** Opens a socket and says hello. Resolves with the socket and its first frame. */
async function greet(
  { host, key, origin: page }: Target,
  address: string,
): Promise<[WebSocket, ServerFrame]> {
  const headers = { 'user-agent': userAgent, 'x-forwarded-for': address };
  const socket = new WebSocket(`ws://${host}/v1/socket`, { origin: page, headers });
  await once(socket, 'open');
  const hello = { type: 'hello', version: 1, key, visitor: randomUUID(), fresh: true };
  const view = { pageView: 'view-1', page: { url: `${page}/`, path: '/' }, viewportWidth: 1280 };
  socket.send(JSON.stringify({ ...hello, ...view, language: 'en', timeZone: 'UTC' }));
  const [first] = (await once(socket, 'message')) as [unknown];
  return [socket, JSON.parse(String(first)) as ServerFrame];
}

/** How long many requests waited, in ms. */
export interface Waits {
  readonly count: number;
  /** The quantile of the waits, for example `at(0.95)`. */
  at(share: number): number;
  /** Cores that the server used during the measurement. */
  readonly cores: number;
  /** The share of the time with work in which the machine let the server's event loop run. */
  readonly share: number;
}

/**
 * Lets the visitors act in turn until `meanwhile` settles. Resolves with its result and the waits.
 * Rejects if one of them was not served.
 */
export async function beside<T>(
  { product }: Besieged,
  visitors: readonly Passerby[],
  meanwhile: Promise<T>,
  everyMs = paceMs,
): Promise<[T, Waits]> {
  return measured(
    product,
    (nth) => visitors[nth % visitors.length]?.act() ?? Promise.reject(),
    meanwhile,
    everyMs,
  );
}

/**
 * The same for any action, which resolves with how long it took. Actions start by the clock, even
 * if earlier ones still wait: one every `everyMs`.
 */
export async function measured<T>(
  { pid }: Product,
  act: (nth: number) => Promise<number>,
  meanwhile: Promise<T>,
  everyMs = paceMs,
): Promise<[T, Waits]> {
  const waited: number[] = [];
  const failures: unknown[] = [];
  const pending = new Set<Promise<unknown>>();
  let isOver = false;
  const made = meanwhile.finally(() => (isOver = true));
  const [startedAt, usedBefore] = [performance.now(), processorMs(pid)];
  const loopBefore = loopTimeOf(pid);
  for (let nth = 0; !isOver && failures.length === 0;) {
    for (; nth <= (performance.now() - startedAt) / everyMs; nth += 1) {
      const done = act(nth).then(
        (ms) => waited.push(ms),
        (error: unknown) => failures.push(error),
      );
      pending.add(done.finally(() => pending.delete(done)));
    }
    await new Promise((resolve) => setTimeout(resolve, paceMs / 4));
  }
  const result = await made;
  await Promise.all(pending);
  const cores = (processorMs(pid) - usedBefore) / (performance.now() - startedAt);
  const share = shareSince(pid, loopBefore);
  if (failures.length > 0) throw failures[0];
  waited.sort((one, other) => one - other);
  const at = (share: number): number =>
    waited[Math.min(waited.length - 1, Math.floor(waited.length * share))] ?? NaN;
  return [result, { count: waited.length, at, cores, share }];
}

/** The most memory that a flood may add, compared with before. */
export const mostGrownMiB = 200;
/** The most that each attacker sends: one megabit a second. */
export const bytesPerSecond = 125_000;

/** The most that three of four actions may wait during a flood, on an otherwise idle machine. */
const mostWaitMs = 300;
/** If the server used fewer cores than this, the machine caused the wait, not the server. */
const busyCores = 0.4;
/**
 * If the machine lets the server's loop run less than this, the waits say nothing about the server.
 */
const quietShare = 0.7;
/**
 * The most that any action may wait on a machine that lets the loop run for `quietShare`. On a
 * busier one, proportionally longer.
 */
const atAllMs = 5000;

/** The waits in words. */
export function toldOf(waits: Waits): string {
  const at = (share: number): number => Math.round(waits.at(share));
  const figures = `p50 ${at(0.5)}, p75 ${at(0.75)}, p95 ${at(0.95)}, p99 ${at(0.99)}, most ${at(1)} ms`;
  return `of ${waits.count}: ${figures}; ${waits.cores.toFixed(2)} cores, ${waits.share.toFixed(2)} of its loop`;
}

export function seeThatServed(waits: Waits, atRest: Waits): void {
  const told = toldOf(waits);
  const slower = Math.min(Math.max(1, quietShare / waits.share), 4);
  assert.ok(waits.at(1) < atAllMs * slower, told);
  const isQuick = waits.at(0.75) <= Math.max(mostWaitMs, 3 * atRest.at(0.75));
  assert.ok(isQuick || waits.cores < busyCores || waits.share < quietShare, told);
}

function processorMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
