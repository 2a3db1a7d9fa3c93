// The cart. Cart Updated sets it whole. Product Added and Removed count only if the site has never
// reported a whole cart. An older report that arrives later changes nothing.
import { eventName, type AcceptedEvent, type Json } from '@opportune/protocol/behaviour/event.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { idOfProduct } from './apply-interest.ts';
import { isAmount } from './amount.ts';
import { boundedAdd } from './bounded-list.ts';
import { clockOf } from './timeliness.ts';
import { none, type Cart, type Profile, type Visit } from '../profile.ts';

/** Whether the event defines the cart from now on. */
export function applyCart(profile: Profile, event: AcceptedEvent, visit: Visit | null): boolean {
  if (isPast(profile.cart, event)) return false;
  if (event.name === eventName.cartUpdated) return wholeCart(profile, event, visit);
  if (!profile.cart.whole) oneProduct(profile, event, visit);
  return !profile.cart.whole;
}

/** Imported history older than the known cart. */
function isPast({ newestAt }: Cart, { imported, at }: AcceptedEvent): boolean {
  return imported && at < newestAt;
}

function wholeCart(profile: Profile, event: AcceptedEvent, visit: Visit | null): boolean {
  const { cart } = profile;
  const { total, items, products } = event.properties;
  if (!isAmount(total) || !isAmount(items) || event.at < cart.at) return false;
  cart.whole = true;
  cart.at = event.at;
  cart.products = Array.isArray(products) ? productsIn(profile, products) : none;
  setCart(profile, { total, items }, event, visit);
  return true;
}

function productsIn(profile: Profile, list: readonly Json[]): readonly string[] {
  const ids = [...new Set(list.map(idOfProduct).filter((id) => id !== null))];
  profile.dropped += Math.max(0, ids.length - profileLimits.products);
  return ids.slice(-profileLimits.products);
}

function oneProduct(profile: Profile, event: AcceptedEvent, visit: Visit | null): void {
  const { cart } = profile;
  const { price, quantity } = event.properties;
  const added = event.name === eventName.productAdded;
  const many = (added ? 1 : -1) * (isAmount(quantity) ? quantity : 1);
  const total = bounded((cart.total ?? 0) + many * (isAmount(price) ? price : 0));
  listProduct(profile, event, added);
  const items = bounded((cart.items ?? 0) + many);
  setCart(profile, { total: cents(total), items }, event, visit);
}

function bounded(sum: number): number {
  return Math.min(intakeLimits.amount, Math.max(0, sum));
}

/** The first removal takes a product off the list: its remaining quantity is not tracked. */
function listProduct(profile: Profile, { properties }: AcceptedEvent, added: boolean): void {
  const { cart } = profile;
  const id = idOfProduct(properties);
  if (id === null) return;
  if (added) cart.products = boundedAdd(profile, cart.products, id, profileLimits.products);
  else if (cart.products.includes(id)) cart.products = cart.products.filter((each) => each !== id);
}

/** Rounded to cents: sums of binary fractions would drift from what the shop shows. */
function cents(total: number): number {
  return Math.round(total * 10_000) / 10_000;
}

function setCart(
  { cart }: Profile,
  { total, items }: { readonly total: number; readonly items: number },
  event: AcceptedEvent,
  visit: Visit | null,
): void {
  cart.newestAt = Math.max(cart.newestAt, event.at);
  if (cart.total !== total || cart.items !== items) {
    cart.changedAt = clockOf(event);
    cart.change = cents(total - (cart.total ?? 0));
    if (visit !== null) visit.cartChanges++;
  }
  cart.total = total;
  cart.items = items;
  cart.highest = Math.max(cart.highest ?? 0, total);
}

/**
 * An order empties the cart. The highest total starts anew, and emptying is not a change by the
 * visitor.
 */
export function emptyCart({ cart }: Profile, event: AcceptedEvent): boolean {
  if (cart.total === null || isPast(cart, event)) return false;
  cart.newestAt = Math.max(cart.newestAt, event.at);
  if (cart.total !== 0 || cart.items !== 0) cart.changedAt = clockOf(event);
  cart.total = 0;
  cart.items = 0;
  cart.highest = 0;
  cart.change = null;
  cart.products = none;
  return true;
}
