// The conversations of the leader's load: agents at consoles, and visitors who write to them.
import {
  beginConversations,
  type Shop,
  type Talking,
} from '../test/support/talking-visitors.test-support.ts';
import { eventually, type Product } from '../test/e2e/product.test-support.ts';
import { openAgents, talk } from './talks.ts';

export interface Talked {
  /** From a visitor's send to the agent's screen. Sorted. */
  readonly messageMs: Float64Array<ArrayBuffer>;
  readonly unheard: number;
}

export interface LeaderTalks {
  /** Opens conversations until there are as many. */
  open(count: number): Promise<void>;
  talk(plan: { readonly perSecond: number; readonly seconds: number }): Promise<Talked>;
  close(): void;
}

const patienceMs = 15_000;

export async function openLeaderTalks(
  product: Product,
  shop: Shop,
  { agents, conversations }: { readonly agents: number; readonly conversations: number },
): Promise<LeaderTalks> {
  const sentAt = new Map<string, number>();
  const delays: number[] = [];
  const room = Math.ceil(conversations / agents);
  const lines = await openAgents(product, { agents, room }, (id) => {
    const sent = sentAt.get(id);
    if (sent !== undefined && sentAt.delete(id)) delays.push(performance.now() - sent);
  });
  const talks: Talking[] = [];
  return {
    async open(count) {
      if (count > talks.length)
        talks.push(...(await beginConversations(shop, count - talks.length)));
    },
    async talk(plan) {
      delays.length = 0;
      sentAt.clear();
      await talk(talks, plan, (id) => void sentAt.set(id, performance.now()));
      const heard = eventually(
        async () => sentAt.size,
        (size) => size === 0,
        patienceMs,
      );
      await heard.catch(() => undefined);
      return { messageMs: Float64Array.from(delays).sort(), unheard: sentAt.size };
    },
    close() {
      for (const { socket } of [...lines, ...talks]) socket.terminate();
    },
  };
}
