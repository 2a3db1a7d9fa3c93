// The started product with two businesses in it: one whose write key an attacker has, and one whose
// visitors go about their day meanwhile, and how long these wait.
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
/** Between two events of all visitors together. */
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
  /** A figure of `/metrics`. */
  figure(name: string): Promise<number>;
  /** Physical memory of the server, without its engines. */
  residentMiB(): number;
  close(): Promise<void>;
}

export async function startBesieged(): Promise<Besieged> {
  const folder = await migratedDataFolder();
  const product = await startProduct({
    apart: true,
    dataFolder: folder.path,
    demo: false,
    ...besideProxy,
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
  /** By batch. */
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

  /** Comes to the shop's page, from an address; asks again where it is told to, as the tag does. */
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

  /** Resolves with how long one event took to be acknowledged, ms; rejects where it was refused. */
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

  leave(): void {
    this.#socket.terminate();
  }
}

/** A socket that has said hello, and the first frame that came. */
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

/** How long each of many waited, ms. */
export interface Waits {
  readonly count: number;
  /** Of a share of them, such as 0.95, the longest. */
  at(share: number): number;
  /** Cores that the server used meanwhile. */
  readonly cores: number;
  /** Of the time that its loop had work, the share in which the machine let it run. */
  readonly share: number;
}

/**
 * Has them act in turns until `meanwhile` is settled; resolves with what came of that and how long they
 * waited. Rejects where any of them was not served.
 */
export async function beside<T>(
  { product }: Besieged,
  visitors: readonly Passerby[],
  meanwhile: Promise<T>,
): Promise<[T, Waits]> {
  return measured(
    product,
    (nth) => visitors[nth % visitors.length]?.act() ?? Promise.reject(),
    meanwhile,
  );
}

/** The same of whatever is done, which answers how long it took. It is done by the clock, whoever waits. */
export async function measured<T>(
  { pid }: Product,
  act: (nth: number) => Promise<number>,
  meanwhile: Promise<T>,
): Promise<[T, Waits]> {
  const waited: number[] = [];
  const failures: unknown[] = [];
  const pending = new Set<Promise<unknown>>();
  let isOver = false;
  const made = meanwhile.finally(() => (isOver = true));
  const [startedAt, usedBefore] = [performance.now(), processorMs(pid)];
  const loopBefore = loopTimeOf(pid);
  for (let nth = 0; !isOver && failures.length === 0;) {
    for (; nth <= (performance.now() - startedAt) / paceMs; nth += 1) {
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

/** Whatever is kept of a flood is less than this beyond what was there before. */
export const mostGrownMiB = 200;
/** What each attacker may send: a megabit a second. */
export const bytesPerSecond = 125_000;

/** What three of four may wait while a flood goes on, on a machine that does nothing else. */
const mostWaitMs = 300;
/** A server that had less to do than this did not make anybody wait; the machine did. */
const busyCores = 0.4;
/** Nor does a machine say anything of it that lets the server's loop run less than this. */
const quietShare = 0.7;
/** What anybody waits at most where it lets that much of it run; where less, so much longer. */
const atAllMs = 5000;

export function seeThatServed(waits: Waits, atRest: Waits): void {
  const at = (share: number): number => Math.round(waits.at(share));
  const told = `of ${waits.count}: p50 ${at(0.5)}, p75 ${at(0.75)}, p95 ${at(0.95)}, most ${at(1)} ms; ${waits.cores} cores, ${waits.share} of its loop`;
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
