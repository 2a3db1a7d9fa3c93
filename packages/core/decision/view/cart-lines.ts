// The lines of a visitor's cart from the newest events of their log, for people to read and never
// for a decision. Conditions read the profile's cart, which has no names and prices. Both count the
// same events.
import { eventName, type Json, type JsonObject } from '@opportune/protocol/behaviour/event.ts';
import type { CartLine, VisitorDetail } from '@opportune/protocol/rest/visitor.ts';
import { applyCart } from '../../behaviour/apply/apply-cart.ts';
import { applyOrder } from '../../behaviour/apply/apply-order.ts';
import { newProfile } from '../../behaviour/profile.ts';
import type { StoredEvent } from '../effect.ts';

/** The number of lines shown. For more, only their count is given. */
export const mostLines = 20;
const nameLength = 120;

/**
 * From events in their order: the newest whole cart, else single products added and removed. An
 * order empties it.
 */
export function cartOf(events: readonly StoredEvent[]): VisitorDetail['cart'] {
  const [first] = events;
  if (first === undefined) return { lines: [], more: 0 };
  const profile = newProfile(first.account, first.site, first.visitor);
  let lines: readonly CartLine[] = [];
  for (const event of events) {
    if (event.name === eventName.orderCompleted) {
      if (applyOrder(profile, event)) lines = [];
    } else if (reports.has(event.name) && applyCart(profile, event, null))
      lines = reported(lines, event);
  }
  const shown = lines.slice(0, mostLines);
  return { lines: shown, more: lines.length - shown.length };
}

const reports: ReadonlySet<string> = new Set([
  eventName.cartUpdated,
  eventName.productAdded,
  eventName.productRemoved,
]);

function reported(
  lines: readonly CartLine[],
  { name, properties }: StoredEvent,
): readonly CartLine[] {
  if (name === eventName.cartUpdated) return linesIn(properties['products']);
  return name === eventName.productAdded ? added(lines, properties) : removed(lines, properties);
}

function linesIn(products: Json | undefined): readonly CartLine[] {
  return Array.isArray(products) ? products.flatMap((each) => lineOf(each) ?? []) : [];
}

function added(lines: readonly CartLine[], product: JsonObject): readonly CartLine[] {
  const line = lineOf(product);
  if (line === null) return lines;
  const known = lines.find(({ name }) => name === line.name);
  if (known === undefined) return [...lines, line];
  const more = { ...line, quantity: known.quantity + line.quantity };
  return lines.map((each) => (each === known ? more : each));
}

function removed(lines: readonly CartLine[], product: JsonObject): readonly CartLine[] {
  const gone = lineOf(product);
  return lines.flatMap((each) => {
    if (each.name !== gone?.name) return each;
    const quantity = each.quantity - gone.quantity;
    return quantity > 0 ? { ...each, quantity } : [];
  });
}

/** Null if nothing names it. */
function lineOf(product: Json): CartLine | null {
  if (!isObject(product)) return null;
  const { name: called, product_id: id, sku, price, quantity } = product;
  const name = [called, id, sku].find((each) => typeof each === 'number' || (each ?? '') !== '');
  if (typeof name !== 'string' && typeof name !== 'number') return null;
  return {
    name: String(name).slice(0, nameLength),
    price: typeof price === 'number' ? price : null,
    quantity: typeof quantity === 'number' && quantity > 0 ? quantity : 1,
  };
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
