// How many answers a second leave over one channel. An agent writes 60 a second into twenty conversations of
// a custom channel, which declares that it takes 50 a second. The system that takes them runs in the bench's
// process and answers at once. It measures no provider's own limit.
import { randomUUID } from 'node:crypto';
import { customSystem } from '../test/e2e/custom-system.test-support.ts';
import { eventually, type Product } from '../test/e2e/product.test-support.ts';
import { startMeasured } from './measured-product.ts';
import { beginLoad } from './process-use.ts';
import { rounded, type BenchRow } from './row.ts';
import { openAgents } from './talks.ts';

const conversations = 20;
const perSecond = 60;
const warmUpSeconds = 5;
const seconds = 20;
const patienceMs = 120_000;

export async function* channelOutRows(): AsyncIterable<BenchRow> {
  const product = await startMeasured({
    environment: { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' },
  });
  const takenAt: number[] = [];
  const named = { name: 'ERP', icon: '', took: () => void takenAt.push(performance.now()) };
  const system = await customSystem(product, named);
  try {
    const [agent] = await openAgents(product, { agents: 1, room: conversations }, () => {});
    for (let at = 0; at < conversations; at += 1)
      await system.says({ address: `customer-${at}` }, 'Where is my order?');
    const open = await begun(product);
    const post = (count: number): void => {
      const conversation = open[count % open.length];
      const text = `Answer ${count}, as long as people write them`;
      agent?.socket.send(
        JSON.stringify({ type: 'message.post', conversation, id: randomUUID(), text, note: false }),
      );
    };
    const load = beginLoad(product.pid);
    const began = performance.now() + warmUpSeconds * 1000;
    const written = await evenly(warmUpSeconds + seconds, post);
    const used = load.text(written);
    const ended = began + seconds * 1000;
    await eventually(
      async () => takenAt.length,
      (count) => count >= written,
      patienceMs,
    );
    const left = takenAt.filter((at) => at >= began && at < ended).length;
    yield {
      name: 'channels.out.per_s',
      value: rounded(left / seconds),
      unit: 'messages/s',
      target: '>= 50, or the limit of the provider',
      how: `answers of an agent in ${open.length} conversations of a channel that takes 50/s, written at ${perSecond}/s for ${seconds} s after ${warmUpSeconds} s; taken by a system on the same machine in that time; all ${written} were taken in the end; ${used}`,
    };
    agent?.socket.terminate();
  } finally {
    system.close();
    await product.close();
  }
}

/** The ids of the conversations, once the agent has them. */
async function begun({ call }: Product): Promise<readonly string[]> {
  const { items } = await eventually(
    () =>
      call<{ items: { id: string; status: string }[] }>(
        'GET',
        `/conversations?limit=${conversations}`,
      ),
    ({ items: all }) => all.filter(({ status }) => status === 'active').length >= conversations,
    patienceMs,
  );
  return items.map(({ id }) => id);
}

/** By the clock: a late message delays none of the following ones. Resolves with how many there were. */
async function evenly(forSeconds: number, post: (count: number) => void): Promise<number> {
  const all = forSeconds * perSecond;
  const startedAt = performance.now();
  for (let count = 0; count < all;) {
    const due = Math.min(all, Math.floor(((performance.now() - startedAt) * perSecond) / 1000) + 1);
    for (; count < due; count += 1) post(count);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return all;
}
