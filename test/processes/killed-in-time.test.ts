// How long visitors and agents of a shard wait that is killed or stopped: from the signal to the next
// acknowledged event of a visitor and the next frames of an agent, who return as the tag and the console
// do. Elapsed time is printed. What is asserted is what a busy machine does not change: the processor
// time of the process that takes the place.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { it } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { migratedDataFolder } from '@opportune/server/adapter/engines.test-support.ts';
import { until } from '@opportune/server/adapter/process/processes.test-support.ts';
import { homesOf } from '@opportune/server/processes/shard-of.ts';
import { WebSocket } from 'ws';
import { pidsOf } from '../support/started-script.test-support.ts';
import { openStaying } from '../support/staying-product.test-support.ts';

/** Clients return at most so long after they have lost their connection. */
const pauseMs = 500;
/**
 * Of the process that takes the place, until its clients have their answers. With twice as many busy
 * processes as cores the same work takes twice as long.
 */
const mostWorkMs = 6000;
/** The least processor time that loading the code takes. */
const loadMs = 500;

it(
  '[PR4.7] [PR5.3] visitors and agents of a shard that is killed go on soon, with little work',
  { timeout: 300_000 },
  async (t) => {
    const folder = await migratedDataFolder();
    const product = await openStaying(folder, { conversations: 3, processes: 2 });
    const visitor = new EventVisitor(product.url, product.site);
    t.after(async () => {
      visitor.close();
      await product.close();
      folder.remove();
    });
    await until('an event is acknowledged', () => visitor.acknowledgedAt > 0, 60_000);
    const home = Number(homesOf(2)(AccountId.parse(product.account)));
    const pids = () => pidsOf(folder, 'shard.ts');
    let shard = pids()[home - 1] ?? 0;
    for (const signal of ['SIGKILL', 'SIGSTOP'] as const) {
      const spare = pids().at(-1) ?? 0;
      const before = processorMs(spare);
      product.waits.clear();
      const at = performance.now();
      process.kill(shard, signal);
      await until('agents have their conversations', () => product.waits.away.length > 0, 60_000);
      const agentMs = performance.now() - at;
      await until('an event is acknowledged', () => visitor.acknowledgedAt > at, 60_000);
      const visitorMs = visitor.acknowledgedAt - at;
      const workMs = processorMs(spare) - before;
      t.diagnostic(
        `${signal}: an event acknowledged after ${Math.round(visitorMs)} ms, an agent's frames after ` +
          `${Math.round(agentMs)} ms, ${workMs} ms of processor time of the process that took the place`,
      );
      assert.ok(workMs <= mostWorkMs, `${workMs} ms`);
      shard = spare;
      await until('a spare has loaded', () => processorMs(pids()[2] ?? 0) > loadMs, 60_000);
      await until('everybody is back', () => product.settled(), 60_000);
    }
  },
);

/** Of a process, by proc(5), in steps of 10 ms. 0 if there is none. */
function processorMs(pid: number): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return 0;
  const stat = readFileSync(file, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Sends an event after each welcome and each acknowledgement, and returns as the tag does. */
class EventVisitor {
  /** When the newest event was acknowledged. */
  acknowledgedAt = 0;
  readonly #url: string;
  readonly #site: { readonly key: string; readonly origin: string };
  #socket: WebSocket | null = null;
  #closed = false;
  #sent = 0;

  constructor(url: string, site: { readonly key: string; readonly origin: string }) {
    this.#url = url;
    this.#site = site;
    this.#connect();
  }

  close(): void {
    this.#closed = true;
    this.#socket?.terminate();
  }

  #connect(): void {
    if (this.#closed) return;
    const { key, origin } = this.#site;
    const socket = new WebSocket(`${this.#url.replace('http', 'ws')}/v1/socket?key=${key}`, {
      ...{ origin, headers: { 'x-forwarded-for': '10.2.0.1' }, perMessageDeflate: false },
    });
    this.#socket = socket;
    const page = { url: `${origin}/`, path: '/', search: '', title: 'Shop', referrer: '' };
    const say = (frame: unknown): void => socket.send(JSON.stringify(frame));
    const send = (): void => {
      const number = (this.#sent += 1);
      const event = { id: `timed-${number}`, kind: 'track', name: 'Waited', at: Date.now() };
      const events = [{ ...event, pageView: 'timed', page, properties: {} }];
      say({ type: 'events', batch: number, sentAt: Date.now(), events });
    };
    socket.on('open', () =>
      say({
        ...{
          type: 'hello',
          version: 1,
          key,
          visitor: 'timed',
          fresh: false,
          pageView: 'timed',
          page,
        },
        ...{ language: 'en', timeZone: 'UTC', viewportWidth: 1280 },
      }),
    );
    socket.on('message', (data) => {
      const { type } = JSON.parse(String(data)) as { type: string };
      if (type === 'ack') this.acknowledgedAt = performance.now();
      if (type === 'welcome') send();
      if (type === 'ack') setTimeout(() => socket.readyState === WebSocket.OPEN && send(), 100);
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      setTimeout(() => this.#connect(), pauseMs * (0.5 + Math.random() / 2)).unref();
    });
  }
}
