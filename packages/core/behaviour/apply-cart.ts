// The cart: whole from Cart Updated; from Product Added and Removed only where the site has never
// reported a whole one. An older report that arrives later changes nothing.
import { eventName, type AcceptedEvent } from '@opportune/protocol/event.ts';
import type { Profile } from './profile.ts';

export function applyCart(profile: Profile, event: AcceptedEvent): void {
  if (event.name === eventName.cartUpdated) wholeCart(profile, event);
  else if (!profile.cart.whole) oneProduct(profile, event);
}

function wholeCart(profile: Profile, event: AcceptedEvent): void {
  const { cart } = profile;
  const { total, items } = event.properties;
  if (!isAmount(total) || !isAmount(items) || event.at < cart.at) return;
  cart.whole = true;
  cart.at = event.at;
  setCart(profile, total, items, event.receivedAt);
}

function oneProduct(profile: Profile, event: AcceptedEvent): void {
  const { cart } = profile;
  const { price, quantity } = event.properties;
  const sign = event.name === eventName.productAdded ? 1 : -1;
  const many = isAmount(quantity) ? quantity : 1;
  const worth = isAmount(price) ? price * many : 0;
  const total = Math.max(0, (cart.total ?? 0) + sign * worth);
  setCart(profile, cents(total), Math.max(0, (cart.items ?? 0) + sign * many), event.receivedAt);
}

/** Sums of prices in binary fractions would drift away from what the shop shows. */
function cents(total: number): number {
  return Math.round(total * 10_000) / 10_000;
}

function setCart(profile: Profile, total: number, items: number, at: number): void {
  const { cart } = profile;
  if (cart.total !== total || cart.items !== items) cart.changedAt = at;
  cart.total = total;
  cart.items = items;
  cart.highest = Math.max(cart.highest ?? 0, total);
}

/** An order empties the cart; what it rose to counts anew. */
export function emptyCart(profile: Profile, at: number): void {
  const { cart } = profile;
  if (cart.total === null) return;
  setCart(profile, 0, 0, at);
  cart.highest = 0;
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
