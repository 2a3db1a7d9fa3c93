// How long a visitor's message takes to reach the agent's screen with 2,000 open conversations
// among 200 agents. The product runs in a process of its own, the generator in this one, and every
// message is stored before it is forwarded. Also measures the server's memory and processor time
// for this load.
import { eventually, type Product } from '../test/e2e/product.test-support.ts';
import { beginConversations } from '../test/support/talking-visitors.test-support.ts';
import { startMeasured } from './measured-product.ts';
import { beginLoad, residentKb } from './process-use.ts';
import { percentile, rounded, type BenchRow } from './row.ts';
import { openAgents, talk } from './talks.ts';

const conversations = 2_000;
const agents = 200;
const perSecond = 200;
const seconds = 20;
const warmUpSeconds = 5;
const patienceMs = 60_000;

/** The delay, and the server's memory and processor time during the load. */
export async function* conversationRows(): AsyncIterable<BenchRow> {
  const product = await startMeasured();
  try {
    const freshKb = residentKb(product.pid);
    const sentAt = new Map<string, number>();
    const delays: number[] = [];
    const began = performance.now();
    const room = Math.ceil(conversations / agents);
    const lines = await openAgents(product, { agents, room }, (id) => {
      const sent = sentAt.get(id);
      if (sent !== undefined && sentAt.delete(id)) delays.push(performance.now() - sent);
    });
    const talks = await beginConversations(await shopOf(product), conversations);
    const setUpS = Math.round((performance.now() - began) / 1000);
    await talk(talks, { perSecond, seconds: warmUpSeconds }, () => {});
    const load = beginLoad(product.pid);
    await talk(talks, { perSecond, seconds }, (id) => void sentAt.set(id, performance.now()));
    const used = load.text(perSecond * seconds);
    await eventually(
      async () => sentAt.size,
      (size) => size === 0,
      patienceMs,
    );
    const sorted = Float64Array.from(delays).sort();
    const at = (share: number): number => rounded(percentile(sorted, share));
    const memoryKb = residentKb(product.pid) - freshKb;
    yield {
      name: 'conversations.p99.ms',
      value: at(0.99),
      unit: 'ms',
      target: '<= 50',
      how: `a visitor's send → the frame at the agent; ${delays.length} messages at ${perSecond}/s in ${conversations} conversations of ${agents} agents, each message stored with fsync, one address for every twenty visitors; generator in a process of its own; p50 ${at(0.5)}, p90 ${at(0.9)}, most ${at(1)}; ${used}; set up in ${setUpS} s`,
    };
    yield {
      name: 'conversations.memory.mb',
      value: rounded(memoryKb / 1024),
      unit: 'MB',
      target: '',
      how: `resident memory of the server with all conversations open, minus that of the fresh server: sockets, profiles, desk, frames in flight; ${rounded(memoryKb / conversations)} KB a conversation`,
    };
    for (const { socket } of [...lines, ...talks]) socket.terminate();
  } finally {
    await product.close();
  }
}

export async function shopOf({ url, call }: Product) {
  const { items } = await call<{ items: { writeKey: string; origins: string[] }[] }>(
    'GET',
    '/sites',
  );
  return { url, key: items[0]?.writeKey ?? '', origin: items[0]?.origins[0] ?? '' };
}
