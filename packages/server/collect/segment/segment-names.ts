// The one table from Segment's names to ours. Names of the e-commerce spec v2 are ours unchanged,
// whether the product gives them meaning or conditions only find them by name. The rows cover names
// of spec v1, of the mobile spec, and of libraries that use other words. A name in no row keeps its
// name and properties.
import { eventName, type JsonObject } from '@opportune/protocol/behaviour/event.ts';

interface Row {
  /** Our name. */
  readonly name: string;
  /** By property, theirs → ours. If both are present, ours wins. */
  readonly properties?: Readonly<Record<string, string>>;
}

const product = { id: 'product_id', productId: 'product_id' };
const order = { orderId: 'order_id', id: 'order_id' };
const orderId = { orderId: 'order_id' };
const source = { name: 'campaign', campaign_name: 'campaign' };

/** Segment's name → ours. */
export const segmentNames: ReadonlyMap<string, Row> = new Map<string, Row>([
  // e-commerce, version 2: properties that older libraries write in camel case.
  [eventName.productViewed, { name: eventName.productViewed, properties: product }],
  [eventName.productAdded, { name: eventName.productAdded, properties: product }],
  [eventName.productRemoved, { name: eventName.productRemoved, properties: product }],
  ['Product Clicked', { name: 'Product Clicked', properties: product }],
  [eventName.orderCompleted, { name: eventName.orderCompleted, properties: orderId }],
  [eventName.orderRefunded, { name: eventName.orderRefunded, properties: orderId }],
  [eventName.orderCancelled, { name: eventName.orderCancelled, properties: orderId }],
  ['Order Updated', { name: 'Order Updated', properties: orderId }],
  // e-commerce, version 1
  ['Viewed Product', { name: eventName.productViewed, properties: product }],
  ['Added Product', { name: eventName.productAdded, properties: product }],
  ['Removed Product', { name: eventName.productRemoved, properties: product }],
  ['Viewed Product Category', { name: eventName.productListViewed }],
  ['Viewed Cart', { name: eventName.cartViewed }],
  ['Searched Products', { name: eventName.productsSearched }],
  ['Started Order', { name: eventName.checkoutStarted, properties: order }],
  ['Viewed Checkout Step', { name: eventName.checkoutStepViewed }],
  ['Completed Checkout Step', { name: eventName.checkoutStepCompleted }],
  ['Completed Order', { name: eventName.orderCompleted, properties: order }],
  ['Refunded Order', { name: eventName.orderRefunded, properties: order }],
  ['Cancelled Order', { name: eventName.orderCancelled, properties: order }],
  ['Clicked Product', { name: 'Product Clicked', properties: product }],
  ['Filtered Product List', { name: 'Product List Filtered' }],
  ['Viewed Promotion', { name: 'Promotion Viewed' }],
  ['Clicked Promotion', { name: 'Promotion Clicked' }],
  ['Entered Payment Info', { name: 'Payment Info Entered' }],
  ['Updated Order', { name: 'Order Updated', properties: order }],
  ['Entered Coupon', { name: 'Coupon Entered' }],
  ['Applied Coupon', { name: 'Coupon Applied' }],
  ['Denied Coupon', { name: 'Coupon Denied' }],
  ['Removed Coupon', { name: 'Coupon Removed' }],
  ['Added Product to Wishlist', { name: 'Product Added to Wishlist', properties: product }],
  ['Removed Product from Wishlist', { name: 'Product Removed from Wishlist', properties: product }],
  ['Added Wishlist Product to Cart', { name: 'Wishlist Product Added to Cart' }],
  ['Shared Product', { name: 'Product Shared', properties: product }],
  ['Shared Cart', { name: 'Cart Shared' }],
  ['Reviewed Product', { name: 'Product Reviewed', properties: product }],
  // Mobile: how an install or a visit came about. The campaign is an object of its own there.
  ['Install Attributed', { name: eventName.sourceReported, properties: source }],
  ['Deep Link Opened', { name: eventName.sourceReported, properties: source }],
  // B2B: a person who wants to be contacted.
  ['Lead Generated', { name: eventName.leadSubmitted }],
  ['Lead Captured', { name: eventName.leadSubmitted }],
]);

/** The name and properties of a track call, in our words. */
export function inOurWords(
  name: unknown,
  properties: unknown,
): { readonly name: unknown; readonly properties: unknown } {
  const row = typeof name === 'string' ? segmentNames.get(name) : undefined;
  if (row === undefined) return { name, properties };
  return { name: row.name, properties: renamed(row, name === row.name, properties) };
}

function renamed({ name, properties: names = {} }: Row, same: boolean, given: unknown): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given;
  const said = name === eventName.sourceReported ? flat(given) : given;
  const wrong = Object.keys(names).filter((theirs) => Object.hasOwn(said, theirs));
  if (same && wrong.length === 0) return given;
  const ours = (key: string): string => (wrong.includes(key) ? (names[key] ?? key) : key);
  const kept = Object.entries(said).filter(
    ([key]) => ours(key) === key || !Object.hasOwn(said, ours(key)),
  );
  // Built from entries, so that a key `__proto__` stays an own key and is refused at admission.
  return Object.fromEntries(kept.map(([key, value]) => [ours(key), value]));
}

/** Flattens `{campaign: {name, source, …}}` into its fields. */
function flat(given: object): object {
  const { campaign, ...rest } = given as JsonObject;
  return typeof campaign === 'object' && campaign !== null && !Array.isArray(campaign)
    ? { ...rest, ...campaign }
    : given;
}
