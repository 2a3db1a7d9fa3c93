// What an order is worth, for everything that asks: its `total`, else its `revenue`, else its `value`, by
// Segment's names. A number beyond the intake's bound counts as not said. What is taken back of an
// order is named the same way, else by its products. Currencies are not converted here.
import { eventName, type Json, type JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { intakeLimits } from '@opportune/protocol/limits.ts';
import { isAmount } from './amount.ts';
import { readPath } from '../condition/pattern.ts';

/** The properties that may say it; the first that does counts. */
export const orderValueProperties = ['total', 'revenue', 'value'] as const;

/** The value of an order, never below 0; null where none is named. */
export function orderValueIn(properties: JsonObject): number | null {
  const named = namedIn(properties);
  return named === null ? null : Math.max(0, named);
}

/** Whether the value of a goal is that of the orders that reach it: `total` of a completed order. */
export function countsOrderValue(event: string, path: string): boolean {
  return event === eventName.orderCompleted && path === 'total';
}

/** What an event says by a property, which of orders is their value; 0 where it says none. */
export function eventValueIn(event: string, path: string, properties: JsonObject): number {
  if (countsOrderValue(event, path)) return orderValueIn(properties) ?? 0;
  const found = readPath(properties, path);
  return isAmount(found) ? found : 0;
}

/**
 * What a refund takes back, whatever its sign: its sum, else price × quantity of its products; null
 * where it names neither, which is the whole order.
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
