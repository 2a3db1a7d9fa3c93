// How fast items that waited at providers through an outage are worked off, and how long a live message
// takes meanwhile. Twenty-five Telegram channels post what waits as fast as it is taken, each over a few
// connections, and try again when they are told. Beside them, 500 conversations on the web go on.
// `OPPORTUNE_BENCH_QUEUE` sets how many items wait: 100,000 take several minutes.
import { setTimeout as rest } from 'node:timers/promises';
import { eventually } from '../test/e2e/product.test-support.ts';
import { beginConversations } from '../test/support/talking-visitors.test-support.ts';
import { shopOf } from './conversations.ts';
import { startMeasured } from './measured-product.ts';
import { beginLoad } from './process-use.ts';
import { percentile, rounded, type BenchRow } from './row.ts';
import { openAgents, talk } from './talks.ts';
import { newTelegram, type Post } from './telegram-posts.ts';

const items = Number(process.env['OPPORTUNE_BENCH_QUEUE'] ?? 100_000);
const channels = 25;
/** Of each channel: as many conversations as the agents have room for beside those on the web. */
const writers = 8;
const connections = 4;
const agents = 40;
const room = 20;
const onTheWeb = 500;
const onTheWebPerSecond = 20;
const patienceMs = 1_500_000;

export async function* channelQueueRows(): AsyncIterable<BenchRow> {
  const product = await startMeasured();
  try {
    const sentAt = new Map<string, number>();
    const delays: number[] = [];
    let shown = 0;
    const lines = await openAgents(product, { agents, room }, (id, text) => {
      if (text.startsWith('Queued')) shown += 1;
      const sent = sentAt.get(id);
      if (sent !== undefined && sentAt.delete(id)) delays.push(performance.now() - sent);
    });
    const posts: Post[] = [];
    for (let at = 0; at < channels; at += 1) posts.push(await newTelegram(product, `Shop ${at}`));
    const talks = await beginConversations(await shopOf(product), onTheWeb);
    const load = beginLoad(product.pid);
    const beganAt = performance.now();
    let isOver = false;
    const live = talkUntil(
      () => isOver,
      talks,
      (id) => void sentAt.set(id, performance.now()),
    );
    const told = await Promise.all(posts.map((post) => postAll(post, items / channels)));
    const postedS = (performance.now() - beganAt) / 1000;
    await eventually(
      async () => shown,
      (count) => count >= items,
      patienceMs,
    );
    const tookS = (performance.now() - beganAt) / 1000;
    const used = load.text(items);
    isOver = true;
    await live;
    const again = told.reduce((sum, count) => sum + count, 0);
    const how = `${items} items of ${channels} Telegram channels, posted over ${channels * connections} connections as fast as they were taken (${rounded(postedS)} s, ${again} times told to come again), all shown to agents after ${rounded(tookS)} s, beside ${onTheWeb} conversations on the web with ${onTheWebPerSecond} messages/s; ${used}`;
    yield {
      name: 'channels.queue.per_s',
      ...{ value: rounded(items / tookS), unit: 'items/s', target: '', how },
    };
    const sorted = Float64Array.from(delays).sort();
    const at = (share: number): number => rounded(percentile(sorted, share));
    yield {
      name: 'channels.queue.live.p99.ms',
      ...{ value: at(0.99), unit: 'ms', target: '<= 50' },
      how: `a visitor's send → the frame at the agent, while the queue is worked off: ${delays.length} messages; p50 ${at(0.5)}, p90 ${at(0.9)}, most ${at(1)}; ${how}`,
    };
    for (const { socket } of [...lines, ...talks]) socket.terminate();
  } finally {
    await product.close();
  }
}

/** Resolves with how often it was told to come again. */
async function postAll(post: Post, all: number): Promise<number> {
  let next = 0;
  let again = 0;
  const connection = async (): Promise<void> => {
    for (let count = next++; count < all; count = next++) {
      const of = {
        writer: 70_000 + (count % writers),
        text: `Queued ${count}, as long as people write`,
      };
      for (
        let posted = await post(count, of);
        posted.status !== 200;
        posted = await post(count, of)
      ) {
        if (posted.retryAfterMs === undefined) throw new Error(`a webhook: ${posted.status}`);
        again += 1;
        await rest(posted.retryAfterMs);
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  return again;
}

async function talkUntil(
  isOver: () => boolean,
  talks: Parameters<typeof talk>[0],
  sending: (id: string) => void,
): Promise<void> {
  while (!isOver()) await talk(talks, { perSecond: onTheWebPerSecond, seconds: 5 }, sending);
}
