// The way of a visit to a sample shop through products, cart and checkout.
import type { Script } from '../acting.ts';
import type { Product } from '../catalogue.ts';
import type { Talks } from '../talks/talks.ts';
import type { Place, SampleVisitor } from '../visitor.ts';
import type { SampleWords } from '../words/words.ts';

/** A visit, and the shop to which it goes. */
export interface Visit {
  readonly visitor: SampleVisitor;
  readonly place: Place;
  readonly words: SampleWords;
  readonly talks: Talks;
}

/** The chance that somebody who reaches the payment orders, if nothing was shown to them. */
const usual = 0.36;
/** The share of those at the checkout who write by themselves. */
const writes = 0.12;
/** The share of those on a product who do. */
const asks = 0.015;

/** Looks at a product. Some ask about it, some read on. */
export async function* look({ visitor, talks }: Visit, product: Product): Script {
  await visitor.open(`/product/${product.id}`, product.name, [viewed(product)]);
  yield visitor.chance.around(22, 0.6);
  if (!visitor.isGone && !visitor.isTalking && visitor.chance.is(asks)) await talks.begin(visitor);
  if (visitor.isGone || visitor.chance.is(0.5)) return;
  await visitor.does([{ name: 'Scroll Reached', properties: { percent: 50 } }]);
}

/** Puts a product into the cart and looks at it there. */
export async function* fill(visit: Visit, { id, name, category, price }: Product): Script {
  const { visitor, words } = visit;
  const { cart } = visitor;
  visitor.cart = { total: cart.total + price, items: cart.items + 1 };
  const properties = { product_id: id, name, category, price, quantity: 1 };
  await visitor.does([{ name: 'Product Added', properties }, cartOf(visit)]);
  yield visitor.chance.around(10, 0.5);
  if (visitor.isGone) return;
  await visitor.open('/cart', words.sections.cart, [{ name: 'Cart Viewed' }]);
  yield visitor.chance.around(18, 0.5);
}

/** Goes to the checkout. Some write there, and some order. */
export async function* pay(visit: Visit): Script {
  const { visitor, place, words, talks } = visit;
  const { sections } = words;
  const { chance } = visitor;
  await visitor.open('/checkout', sections.checkout, [{ name: 'Checkout Started' }]);
  yield chance.around(26, 0.5);
  if (chance.is(writes) && !visitor.isTalking) await talks.begin(visitor);
  yield* talkOn(visitor);
  if (visitor.isGone || !chance.is(usual + visitor.comfort)) return;
  const step = { name: 'Checkout Step Completed', properties: { step: 1 } };
  await visitor.open('/checkout/payment', sections.checkout, [step]);
  yield chance.around(30, 0.4);
  const { total, items } = visitor.cart;
  const order = { order_id: `A-${chance.ids.next().slice(1, 9)}`, total, items };
  visitor.ordered(order.order_id);
  await visitor.does(
    [{ name: 'Order Completed', properties: { ...order, currency: place.currency } }],
    'server',
  );
  visitor.cart = { total: 0, items: 0 };
  await visitor.open('/order', sections.order, [cartOf(visit)]);
  yield chance.around(15, 0.5);
}

/** Stays while a conversation goes on, but not for ever. */
export async function* talkOn(visitor: SampleVisitor): Script {
  for (let waited = 0; visitor.isTalking && waited < 60; waited++) yield 15;
}

function viewed({ id, name, category, price }: Product) {
  return { name: 'Product Viewed', properties: { product_id: id, name, category, price } };
}

function cartOf({ visitor, place }: Visit) {
  return { name: 'Cart Updated', properties: { ...visitor.cart, currency: place.currency } };
}
