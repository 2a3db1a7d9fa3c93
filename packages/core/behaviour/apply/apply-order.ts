// Orders, whoever reports them. Each order id counts once, so the page and the shop's server may
// both report it. Refunds and cancellations take value back. Whether an order reaches a goal is
// decided elsewhere, by its trust.
import { eventName, type AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { fingerprint } from '../../world/fingerprint.ts';
import { emptyCart } from './apply-cart.ts';
import { orderValueIn, returnedValueIn } from './order-value.ts';
import type { Profile } from '../profile.ts';

const rememberedOrders = profileLimits.orders;
const cancelledOrder = -1;

/** Whether the order empties the cart. */
export function applyOrder(profile: Profile, event: AcceptedEvent): boolean {
  const { orders } = profile;
  const print = fingerprint(orderIdOf(event));
  if (orders.ids.includes(print)) return false;
  if (orders.ids.length >= rememberedOrders) profile.dropped++;
  orders.ids = orders.ids.slice(1 - rememberedOrders).concat(print);
  const value = orderValueIn(event.properties) ?? 0;
  orders.values = orders.values.slice(1 - rememberedOrders).concat(value);
  orders.count++;
  orders.value += value;
  orders.lastAt = Math.max(orders.lastAt ?? 0, event.at);
  return emptyCart(profile, event);
}

/**
 * Takes back what a refund names, or else the rest of the order. A cancelled order no longer counts
 * as an order.
 */
export function applyReturn(profile: Profile, event: AcceptedEvent): void {
  const { orders } = profile;
  const at = orders.ids.indexOf(fingerprint(orderIdOf(event)));
  const left = orders.values[at];
  if (left === undefined || left === cancelledOrder) return;
  const cancelled = event.name === eventName.orderCancelled;
  const back = cancelled ? left : Math.min(left, returnedValueIn(event.properties) ?? left);
  orders.value = Math.max(0, orders.value - back);
  // Its id stays known, so that a later report does not bring the order back.
  orders.values = orders.values.with(at, cancelled ? cancelledOrder : left - back);
  if (cancelled) orders.count--;
}

function orderIdOf(event: AcceptedEvent): string {
  const id = event.properties['order_id'];
  return typeof id === 'string' || typeof id === 'number' ? `order ${id}` : `event ${event.id}`;
}
