// The ordinary load that runs during an attack: 2,000 events a second from visitors on sockets, and
// 100 conversations. It reports how long visitors and agents waited, and the peak memory of the
// server.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { eventually } from '../test/e2e/product.test-support.ts';
import {
  loopTimeOf,
  loopTimeSince,
  type LoopTime,
} from '../test/support/loop-time.test-support.ts';
import { beginConversations } from '../test/support/talking-visitors.test-support.ts';
import type { Target } from '../test/support/attacks.test-support.ts';
import { processorUse, residentKb, type ProcessorUse } from './process-use.ts';
import { shopOrigin, startStandardShop } from './standard-shop.ts';
import { openAgents, talk } from './talks.ts';

const visitors = 1000;
const eventsPerSecond = 2000;
const framesOf = 5;
const conversations = 100;
const agents = 5;
const messagesPerSecond = 40;
const warmUpMs = 10_000;
const memoryEveryMs = 100;
const patienceMs = 30_000;

/** One measured stretch of the ordinary load. */
export interface Stretch {
  /**
   * How long each event waited for its acknowledgement, and each message for the agent. In ms,
   * sorted.
   */
  readonly ackMs: Float64Array;
  readonly messageMs: Float64Array;
  /** True if every event was stored, every message arrived and no socket was lost. */
  readonly isServed: boolean;
  /** Peak resident memory of the server. */
  readonly mostMb: number;
  /** The share of the time with work in which the machine let the server's event loop run. */
  readonly share: number;
  /** Processor time of the server's main thread, and of its engines, in cores. */
  readonly loopCores: number;
  readonly engineCores: number;
}

export interface AttackedShop {
  readonly target: Target;
  /** Runs the ordinary load for this many seconds. */
  live(seconds: number): Promise<Stretch>;
  /** Whether all processes of the server and the engines still run, and the server is ready. */
  isWhole(): Promise<boolean>;
  residentMb(): number;
  close(): Promise<void>;
}

export async function openAttackedShop(): Promise<AttackedShop> {
  const shop = await startStandardShop(100);
  const { product, key } = shop;
  const sentAt = new Map<string, number>();
  const delays: number[] = [];
  const lines = await openAgents(product, { agents, room: conversations / agents }, (id) => {
    const sent = sentAt.get(id);
    if (sent !== undefined && sentAt.delete(id)) delays.push(performance.now() - sent);
  });
  const talks = await beginConversations(
    { url: product.url, key, origin: shopOrigin },
    conversations,
  );
  const load = await shop.load({ prefix: 'everyday-', visitors, processes: 1 });
  await load.run({ eventsPerSecond, framesOf, durationMs: warmUpMs });
  const processes = familyOf(product.pid);
  const residentMb = (): number => residentKb(product.pid) / 1024;

  return {
    target: { host: new URL(product.url).host, key, origin: shopOrigin },
    residentMb,
    async live(seconds) {
      delays.splice(0);
      const loopBefore = loopTimeOf(product.pid);
      const useBefore = processorUse(product.pid);
      const startedAt = performance.now();
      let mostMb = residentMb();
      const watch = setInterval(() => (mostMb = Math.max(mostMb, residentMb())), memoryEveryMs);
      const [ran] = await Promise.all([
        load.run({ eventsPerSecond, framesOf, durationMs: seconds * 1000 }),
        talk(talks, { perSecond: messagesPerSecond, seconds }, (id) =>
          sentAt.set(id, performance.now()),
        ),
      ]);
      const isHeard = await eventually(
        async () => sentAt.size,
        (size) => size === 0,
        patienceMs,
      ).then(
        () => true,
        () => false,
      );
      clearInterval(watch);
      const used = usedSince(product.pid, { loopBefore, useBefore, startedAt });
      sentAt.clear();
      const refused = Object.values(ran.eventsRefused).reduce((sum, each) => sum + each, 0);
      const isStored = refused + ran.eventsUnanswered + ran.socketsLost === 0;
      return {
        ackMs: ran.ackMs,
        messageMs: Float64Array.from(delays).sort(),
        isServed: isStored && isHeard,
        mostMb,
        ...used,
      };
    },
    async isWhole() {
      const ready = await fetch(`${product.url}/readyz`).then(
        ({ status }) => status === 200,
        () => false,
      );
      return ready && processes.every((pid) => existsSync(`/proc/${pid}`));
    },
    async close() {
      await load.close();
      for (const { socket } of [...lines, ...talks]) socket.terminate();
      await shop.close();
    },
  };
}

interface Before {
  readonly loopBefore: LoopTime;
  readonly useBefore: ProcessorUse;
  /** On the clock of `performance.now()`. */
  readonly startedAt: number;
}

function usedSince(pid: number, { loopBefore, useBefore, startedAt }: Before) {
  const elapsedMs = performance.now() - startedAt;
  const { ranMs, waitedMs } = loopTimeSince(pid, loopBefore);
  return {
    share: ranMs / (ranMs + waitedMs),
    loopCores: ranMs / elapsedMs,
    engineCores: ((processorUse(pid).enginesS - useBefore.enginesS) * 1000) / elapsedMs,
  };
}

/** The process and its children, which are the engines. */
function familyOf(pid: number): readonly number[] {
  const threads = readdirSync(`/proc/${pid}/task`);
  const children = threads.flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').map(Number),
  );
  return [pid, ...children.filter((each) => each > 0)];
}
