// The shop's pages. Each is a whole document with the tag in its head, as any shop would carry it.
import { itemsOf, totalOf } from './cart.ts';
import type { CartLine } from './cart.ts';
import { categories, products } from './catalogue.ts';
import type { CategoryId, Product } from './catalogue.ts';
import { html, raw } from './html.ts';
import type { Html } from './html.ts';
import type { Order } from './orders.ts';

export interface Frame {
  /** Where Opportune runs, and the site's public key. */
  readonly opportune: { readonly url: string; readonly writeKey: string };
  readonly cart: readonly CartLine[];
}

const euro = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });

/** `facts` are what the page tells the tag, read by shop.js. */
function page(
  frame: Frame,
  title: string,
  facts: Readonly<Record<string, unknown>>,
  main: Html,
): string {
  const { url, writeKey } = frame.opportune;
  const items = itemsOf(frame.cart);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Aldermoor</title>
        <link rel="stylesheet" href="/shop.css" />
        <link rel="icon" href="data:," />
        <script async src="${url}/tag.js" data-site="${writeKey}"></script>
        <script src="/shop.js" defer></script>
      </head>
      <body
        data-facts="${JSON.stringify({ ...facts, cart: { total: totalOf(frame.cart), items } })}"
      >
        <header class="top">
          <div class="wide">
            <a class="brand" href="/">aldermoor</a>
            <nav aria-label="Shop">
              ${Object.entries(categories).map(([id, name]) => html`<a href="/category/${id}">${name}</a>`)}<a
                href="/help/delivery"
                >Delivery</a
              >
            </nav>
            <form class="find" action="/search" role="search">
              <input name="q" type="search" placeholder="Search" aria-label="Search the shop" />
            </form>
            <a class="basket" href="/cart" data-opportune="cart"
              >Cart <span class="count">${items}</span></a
            >
          </div>
        </header>
        <main class="wide">${main}</main>
        <footer class="wide">
          A demonstration shop. Nothing is sold here; the people and the products are invented.
        </footer>
      </body>
    </html>`.text;
}

function tile(product: Product): Html {
  return html`<a class="tile" href="/product/${product.id}"
    ><span class="picture">${raw(product.drawing)}</span><b>${product.name}</b
    ><span>${euro.format(product.price)}</span></a
  >`;
}

export function homePage(frame: Frame): string {
  const [first] = products;
  return page(
    frame,
    'Home',
    {},
    html` <section class="hero">
        <div>
          <h1>Light and furniture, made to stay</h1>
          <p>
            Lamps from our own workshop, chairs and tables from three we trust. Delivered in two
            working days.
          </p>
          <a class="button" href="/category/lighting">See the lamps</a>
        </div>
        <span class="picture">${raw(first?.drawing ?? '')}</span>
      </section>
      <h2>New in the shop</h2>
      <div class="tiles">${products.slice(0, 4).map(tile)}</div>`,
  );
}

export function categoryPage(frame: Frame, category: CategoryId): string {
  const own = products.filter((product) => product.category === category);
  return page(
    frame,
    categories[category],
    { list: category },
    html` <h1>${categories[category]}</h1>
      <div class="tiles">${own.map(tile)}</div>`,
  );
}

export function productPage(frame: Frame, product: Product): string {
  const others = products.filter((other) => other.id !== product.id).slice(0, 4);
  return page(
    frame,
    product.name,
    { product: factsOf(product) },
    html` <article class="product">
        <span class="picture">${raw(product.drawing)}</span>
        <div>
          <h1>${product.name}</h1>
          <p>${product.text}</p>
          <p class="price">${euro.format(product.price)}</p>
          <form method="post" action="/cart">
            <input type="hidden" name="product" value="${product.id}" /><input
              type="hidden"
              name="change"
              value="1"
            /><button class="button" data-opportune="add-to-cart">Add to cart</button>
          </form>
          <p class="quiet">In stock. <a href="/help/delivery">Delivery and returns</a></p>
        </div>
      </article>
      <h2>Goes well with it</h2>
      <div class="tiles">${others.map(tile)}</div>`,
  );
}

export function searchPage(frame: Frame, query: string, found: readonly Product[]): string {
  const result =
    found.length === 0
      ? html`<p>Nothing matches. Try a shorter word, or ask us.</p>`
      : html`<div class="tiles">${found.map(tile)}</div>`;
  return page(
    frame,
    `Search: ${query}`,
    { search: { query, results: found.length } },
    html`<h1>Search: ${query}</h1>
      ${result}`,
  );
}

export function cartPage(frame: Frame): string {
  const { cart } = frame;
  if (cart.length === 0)
    return page(
      frame,
      'Cart',
      {},
      html`<h1>Your cart</h1>
        <p>It is empty. <a href="/category/lighting">The lamps</a> are a good place to begin.</p>`,
    );
  return page(
    frame,
    'Cart',
    {},
    html` <h1>Your cart</h1>
      <ul class="lines">
        ${cart.map(cartLine)}
      </ul>
      <p class="total"><span>Total</span><b>${euro.format(totalOf(cart))}</b></p>
      <a class="button" href="/checkout" data-opportune="checkout">To the checkout</a>`,
  );
}

function cartLine({ product, quantity }: CartLine): Html {
  const step = (change: number, label: string, sign: string): Html =>
    html`<form method="post" action="/cart">
      <input type="hidden" name="product" value="${product.id}" /><input
        type="hidden"
        name="change"
        value="${change}"
      /><button class="step" aria-label="${label} ${product.name}">${sign}</button>
    </form>`;
  return html`<li>
    <span class="picture small">${raw(product.drawing)}</span
    ><span class="grow"
      ><b>${product.name}</b><span class="quiet">${euro.format(product.price)}</span></span
    >${step(-1, 'One less of', '−')}<span class="quantity">${quantity}</span
    >${step(1, 'One more of', '+')}
  </li>`;
}

export function checkoutPage(frame: Frame, step: 'delivery' | 'payment'): string {
  const fields =
    step === 'delivery'
      ? html`<label>Name<input name="name" autocomplete="name" required maxlength="80" /></label
          ><label
            >Street<input
              name="street"
              autocomplete="street-address"
              required
              maxlength="120" /></label
          ><label>Postcode and town<input name="town" required maxlength="80" /></label
          ><button class="button">Continue to payment</button>`
      : html`<p>This is a demonstration: no card is asked for.</p>
          <label class="choice"
            ><input type="radio" name="pay" value="invoice" checked /> On invoice, 14 days</label
          ><label class="choice"
            ><input type="radio" name="pay" value="transfer" /> Bank transfer</label
          ><button class="button" data-opportune="order">
            Order for ${euro.format(totalOf(frame.cart))}
          </button>`;
  return page(
    frame,
    `Checkout, ${step}`,
    { checkout: step },
    html`
<h1>Checkout</h1><ol class="steps"><li${raw(step === 'delivery' ? ' aria-current="step"' : '')}>Delivery</li><li${raw(step === 'payment' ? ' aria-current="step"' : '')}>Payment</li></ol>
<div class="split"><form class="fields" method="post" action="/checkout/${step}" id="checkout"><input type="hidden" name="visitor" value="">${fields}</form>
<aside><h2>Your cart</h2><ul class="plain">${frame.cart.map(({ product, quantity }) => html`<li><span>${quantity} × ${product.name}</span><b>${euro.format(product.price * quantity)}</b></li>`)}</ul><p class="total"><span>Total</span><b>${euro.format(totalOf(frame.cart))}</b></p></aside></div>`,
  );
}

export function orderPage(frame: Frame, order: Order): string {
  return page(
    frame,
    'Order received',
    { order: { id: order.id, total: order.total } },
    html` <h1>Thank you</h1>
      <p>
        Order <b>${order.id}</b> for <b>${euro.format(order.total)}</b> is with our workshop. It
        ships in two working days.
      </p>
      <a class="button" href="/">Back to the shop</a>`,
  );
}

export function helpPage(frame: Frame): string {
  return page(
    frame,
    'Delivery and returns',
    {},
    html` <h1>Delivery and returns</h1>
      <p>Lamps ship in two working days. Furniture is brought to the room of your choice.</p>
      <ul class="plain">
        <li><span>Lamps and shades</span><b>2 days</b></li>
        <li><span>Chairs and tables</span><b>9 days</b></li>
        <li><span>Returns</span><b>30 days, free</b></li>
      </ul>`,
  );
}

export function missingPage(frame: Frame): string {
  return page(
    frame,
    'Not found',
    {},
    html`<h1>This page is not here</h1>
      <p>It may have moved. <a href="/">Back to the shop</a></p>`,
  );
}

function factsOf({ id, name, category, price }: Product): Readonly<Record<string, unknown>> {
  return { product_id: id, name, category, price, currency: 'EUR' };
}
