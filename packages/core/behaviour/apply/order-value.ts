// The value of an order, for every caller: its `total`, else its `revenue`, else its `value`, by
// Segment's names. A number beyond the intake's bound counts as missing. A refund uses the same
// names, else its products. Currencies are not converted here.
import { eventName, type Json, type JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { isAmount } from './amount.ts';
import { readPath } from '../condition/pattern.ts';

/** The properties that may hold it. The first one present counts. */
export const orderValueProperties = ['total', 'revenue', 'value'] as const;

/** The value of an order, at least 0. Null if none is named. */
export function orderValueIn(properties: JsonObject): number | null {
  const named = namedIn(properties);
  return named === null ? null : Math.max(0, named);
}

/** Whether a goal's value is that of the orders that reach it: `total` of a completed order. */
export function countsOrderValue(event: string, path: string): boolean {
  return event === eventName.orderCompleted && path === 'total';
}

/** The value of an event by a property; for orders the order's value. 0 if it has none. */
export function eventValueIn(event: string, path: string, properties: JsonObject): number {
  if (countsOrderValue(event, path)) return orderValueIn(properties) ?? 0;
  const found = readPath(properties, path);
  return isAmount(found) ? found : 0;
}

/**
 * What a refund takes back, whatever its sign: its sum, else price × quantity of its products. Null
 * if it names neither, which means the whole order.
 */
export function returnedValueIn(properties: JsonObject): number | null {
  const named = namedIn(properties);
  if (named !== null && named !== 0) return Math.abs(named);
  const { products } = properties;
  if (!Array.isArray(products) || products.length === 0) return named;
  return products.reduce<number>((sum, product) => sum + pricedIn(product), 0);
}

function namedIn(properties: JsonObject): number | null {
  for (const name of orderValueProperties) {
    const value = properties[name];
    if (typeof value === 'number' && Math.abs(value) <= intakeLimits.amount) return value;
  }
  return null;
}

function pricedIn(product: Json): number {
  if (typeof product !== 'object' || product === null || !('price' in product)) return 0;
  const { price, quantity } = product;
  const many = typeof quantity === 'number' ? Math.abs(quantity) : 1;
  return typeof price === 'number' ? Math.abs(price) * many : 0;
}
