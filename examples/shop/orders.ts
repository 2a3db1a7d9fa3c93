// Orders, and their reports to the ordinary API with the shop's secret key. A report is retried
// until it is acknowledged. An order always has the same message id.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { CartLine } from './cart.ts';
import { totalOf } from './cart.ts';

export interface Order {
  readonly id: string;
  readonly total: number;
  readonly lines: readonly CartLine[];
  /** The tag's visitor id, which the page sent with the form. Empty if the tag was blocked. */
  readonly visitor: string;
}

export interface OpportuneServer {
  readonly url: string;
  readonly secretKey: string;
}

const retryMs = [200, 500, 1000, 2000, 5000, 10_000];
const visitorShape = /^[A-Za-z0-9_.:@-]{1,64}$/;

export function newOrder(lines: readonly CartLine[], visitor: string): Order {
  const id = `A${randomUUID().replaceAll('-', '').slice(0, 8).toUpperCase()}`;
  return { id, total: totalOf(lines), lines, visitor: visitorShape.test(visitor) ? visitor : '' };
}

/** Reports an order. Returns whether it was acknowledged. Gives up after the last delay. */
export async function reportOrder(opportune: OpportuneServer, order: Order): Promise<boolean> {
  const body = JSON.stringify({
    messageId: `order-${order.id}`,
    anonymousId: order.visitor === '' ? `guest-${order.id}` : order.visitor,
    event: 'Order Completed',
    timestamp: new Date().toISOString(),
    properties: {
      order_id: order.id,
      total: order.total,
      currency: 'EUR',
      products: order.lines.map(({ product, quantity }) => ({
        product_id: product.id,
        name: product.name,
        price: product.price,
        quantity,
      })),
    },
  });
  const authorization = `Basic ${Buffer.from(`${opportune.secretKey}:`).toString('base64')}`;
  for (const delayMs of [0, ...retryMs]) {
    await wait(delayMs, undefined, { ref: false });
    const answer = await fetch(`${opportune.url}/v1/track`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(10_000),
    }).catch(() => null);
    if (answer?.ok === true) return true;
    if (answer !== null && answer.status < 500 && answer.status !== 429) return false;
  }
  return false;
}
