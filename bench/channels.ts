// How fast what a provider posts is answered, and reaches the agent's screen, beside 500 conversations on
// the web. The product runs in a process of its own, the generator in this one. Posts leave evenly by the
// clock, as Telegram writes them. Parts of their own measure what is sent (channels-out.ts) and what waited
// through an outage (channels-queue.ts).
import { randomUUID } from 'node:crypto';
import { eventually, type Product } from '../test/e2e/product.test-support.ts';
import { beginConversations } from '../test/support/talking-visitors.test-support.ts';
import { startMeasured } from './measured-product.ts';
import { beginLoad } from './process-use.ts';
import { percentile, rounded, type BenchRow } from './row.ts';
import { shopOf } from './conversations.ts';
import { openAgents, talk } from './talks.ts';
import { newTelegram, type Post } from './telegram-posts.ts';

const onTheWeb = 500;
const writers = 200;
const agents = 40;
const room = 20;
const perSecond = 200;
const onTheWebPerSecond = 20;
/** The 200 conversations begin in the first second, on a server that has just started. */
const warmUpSeconds = 15;
const seconds = 20;
const patienceMs = 60_000;

interface Measured {
  readonly sentAt: Map<string, number>;
  readonly answered: number[];
  readonly shown: number[];
}

export async function* channelRows(): AsyncIterable<BenchRow> {
  const product = await startMeasured();
  try {
    const measured: Measured = { sentAt: new Map(), answered: [], shown: [] };
    const lines = await openAgents(product, { agents, room }, (_, text) => {
      const sent = measured.sentAt.get(text);
      if (sent !== undefined && measured.sentAt.delete(text))
        measured.shown.push(performance.now() - sent);
    });
    const post = await newTelegram(product);
    const talks = await beginConversations(await shopOf(product), onTheWeb);
    const beside = { perSecond: onTheWebPerSecond };
    const run = (forSeconds: number, into: Measured | null) =>
      Promise.all([
        talk(talks, { ...beside, seconds: forSeconds }, () => {}),
        postEvenly(forSeconds, post, into),
      ]);
    await run(warmUpSeconds, null);
    const load = beginLoad(product.pid);
    await run(seconds, measured);
    const used = load.text(perSecond * seconds);
    await eventually(
      async () => ({ missing: measured.sentAt.size, unserved: await unserved(product) }),
      ({ missing }) => missing === 0,
      patienceMs,
    );
    const how = `${perSecond * seconds} webhooks of Telegram at ${perSecond}/s by ${writers} writers, beside ${onTheWeb} conversations on the web with ${onTheWebPerSecond} messages/s and ${agents} agents; each stored with fsync before its answer; ${used}`;
    yield row('channels.webhook.p99.ms', measured.answered, '<= 50', `post → answer; ${how}`);
    yield row(
      'channels.shown.p99.ms',
      measured.shown,
      '<= 500',
      `post → the frame at the agent; ${how}`,
    );
    for (const { socket } of [...lines, ...talks]) socket.terminate();
  } finally {
    await product.close();
  }
}

function row(name: string, delays: readonly number[], target: string, how: string): BenchRow {
  const sorted = Float64Array.from(delays).sort();
  const at = (share: number): number => rounded(percentile(sorted, share));
  const spread = `p50 ${at(0.5)}, p90 ${at(0.9)}, most ${at(1)}`;
  return { name, value: at(0.99), unit: 'ms', target, how: `${how}; ${spread}` };
}

/** Conversations without an agent, which say why a message is shown to nobody. */
async function unserved({ call }: Product): Promise<number> {
  const waiting = '/conversations?status=waiting&limit=100';
  return (await call<{ items: unknown[] }>('GET', waiting)).items.length;
}

let posted = 0;

async function postEvenly(forSeconds: number, post: Post, into: Measured | null): Promise<void> {
  const startedAt = performance.now();
  const waiting: Promise<void>[] = [];
  for (let count = 0; count < forSeconds * perSecond;) {
    const passedS = (performance.now() - startedAt) / 1000;
    const due = Math.min(forSeconds * perSecond, Math.floor(passedS * perSecond) + 1);
    for (; count < due; count += 1) waiting.push(postOne(post, posted++, into));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(waiting);
}

async function postOne(post: Post, count: number, into: Measured | null): Promise<void> {
  const text = `Message ${count}, as long as people write them, ${randomUUID()}`;
  const sent = performance.now();
  into?.sentAt.set(text, sent);
  const { status } = await post(count, { writer: 70_000 + (count % writers), text });
  if (status !== 200) throw new Error(`a webhook was answered with ${status}`);
  into?.answered.push(performance.now() - sent);
}
