// How long a visitor's message takes to the agent's screen with 2,000 conversations open at once among
// 200 agents: the whole product in a process of its own, the generator in this one, every message
// stored before it is told. Also what that costs the server in memory and processor time.
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import {
  administrator,
  eventually,
  startProduct,
  type Product,
} from '../test/e2e/product.test-support.ts';
import {
  beginConversations,
  besideProxy,
  type Talking,
} from '../test/support/talking-visitors.test-support.ts';
import { beginLoad, residentKb } from './process-use.ts';
import { percentile, rounded, type BenchRow } from './row.ts';

const conversations = 2_000;
const agents = 200;
const perSecond = 200;
const seconds = 20;
const warmUpSeconds = 5;
const patienceMs = 60_000;
/** Passwords on the way at once. */
const hashedTogether = 4;

/** The delay, and what the server used meanwhile. */
export async function* conversationRows(): AsyncIterable<BenchRow> {
  const product = await startProduct(besideProxy);
  try {
    const freshKb = residentKb(product.pid);
    const sentAt = new Map<string, number>();
    const delays: number[] = [];
    const began = performance.now();
    const lines = await openAgents(product, (id) => {
      const sent = sentAt.get(id);
      if (sent !== undefined && sentAt.delete(id)) delays.push(performance.now() - sent);
    });
    const talks = await beginConversations(await shopOf(product), conversations);
    const setUpS = Math.round((performance.now() - began) / 1000);
    await talk(talks, warmUpSeconds, () => {});
    const load = beginLoad(product.pid);
    await talk(talks, seconds, (id) => void sentAt.set(id, performance.now()));
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
      how: `a visitor's send → the frame at the agent; ${delays.length} messages at ${perSecond}/s in ${conversations} conversations of ${agents} agents, each message stored with fsync, an address for every twenty visitors; generator in a process of its own; p50 ${at(0.5)}, p90 ${at(0.9)}, most ${at(1)}; ${used}; set up in ${setUpS} s`,
    };
    yield {
      name: 'conversations.memory.mb',
      value: rounded(memoryKb / 1024),
      unit: 'MB',
      target: '',
      how: `resident memory of the server with all of them open, more than of the fresh server: sockets, profiles, desk, frames under way; ${rounded(memoryKb / conversations)} KB a conversation`,
    };
    for (const { socket } of [...lines, ...talks]) socket.terminate();
  } finally {
    await product.close();
  }
}

async function shopOf({ url, call }: Product) {
  const { items } = await call<{ items: { writeKey: string; origins: string[] }[] }>(
    'GET',
    '/sites',
  );
  return { url, key: items[0]?.writeKey ?? '', origin: items[0]?.origins[0] ?? '' };
}

/** Everybody online, with room for as many as fall to each. */
async function openAgents(
  product: Product,
  heard: (id: string) => void,
): Promise<readonly { readonly socket: WebSocket }[]> {
  const tokens: string[] = [];
  for (let from = 0; from < agents; from += hashedTogether) {
    const next = Array.from({ length: Math.min(hashedTogether, agents - from) }, (_, nth) =>
      newAgent(product, from + nth),
    );
    tokens.push(...(await Promise.all(next)));
  }
  const lines = await Promise.all(tokens.map((token) => openAgent(product, token, heard)));
  await eventually(
    () => product.call<{ agents: { state: string }[] }>('GET', '/agents'),
    ({ agents: all }) => all.filter(({ state }) => state === 'online').length >= agents,
    patienceMs,
  );
  return lines;
}

async function newAgent({ url, call }: Product, at: number): Promise<string> {
  const { link } = await call<{ link: string }>('POST', '/users', {
    email: `agent${at}@aldermoor.example`,
    name: `Agent ${at}`,
    role: 'agent',
    room: Math.ceil(conversations / agents),
  });
  const response = await fetch(`${url}/api/v1/session/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: link.split('#code=')[1], password: administrator.password }),
  });
  const { token } = (await response.json()) as { token: string };
  return token;
}

async function openAgent(
  { url }: Product,
  token: string,
  heard: (id: string) => void,
): Promise<{ readonly socket: WebSocket }> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/socket`, {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  // Only what is measured is parsed: the generator is to cost little.
  socket.on('message', (data) => {
    const text = String(data);
    if (text.startsWith('{"type":"message",'))
      heard((JSON.parse(text) as { message: { id: string } }).message.id);
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.send(JSON.stringify({ type: 'agent.state', state: 'online' }));
  return { socket };
}

/** Evenly, by the clock: a message that is late is not a message less. */
async function talk(
  talks: readonly Talking[],
  forSeconds: number,
  sending: (id: string) => void,
): Promise<void> {
  const startedAt = performance.now();
  for (let count = 0; count < forSeconds * perSecond;) {
    const passedS = (performance.now() - startedAt) / 1000;
    const due = Math.min(forSeconds * perSecond, Math.floor(passedS * perSecond) + 1);
    for (; count < due; count += 1) {
      const id = randomUUID();
      sending(id);
      const line = talks[count % talks.length];
      if (line?.socket.readyState !== WebSocket.OPEN) throw new Error('a visitor was cut off');
      line.post(id, `Message ${count}, as long as people write them`);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
