// The frame of every page of the shop: a full document with the tag in its head, as in any shop,
// and the facts that the page reports to the tag.
import { itemsOf, totalOf } from './cart.ts';
import type { CartLine } from './cart.ts';
import { categories } from './catalogue.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

export interface Frame {
  /** Where Opportune runs, and the site's public key. */
  readonly opportune: { readonly url: string; readonly writeKey: string };
  readonly cart: readonly CartLine[];
}

export const euro = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });

/** `facts` are what the page reports to the tag. shop.js reads them. */
export function page(
  frame: Frame,
  title: string,
  facts: Readonly<Record<string, unknown>>,
  main: Html,
): string {
  const { url, writeKey } = frame.opportune;
  const items = itemsOf(frame.cart);
  const products = frame.cart.map(({ product: { id, name, price }, quantity }) => ({
    product_id: id,
    name,
    price,
    quantity,
  }));
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
        data-facts="${JSON.stringify({ ...facts, cart: { total: totalOf(frame.cart), items, products } })}"
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
