// The pages for looking around: home, category, product, search, delivery, and not found.
import { categories, products } from './catalogue.ts';
import type { CategoryId, Product } from './catalogue.ts';
import { html, raw } from './html.ts';
import type { Html } from './html.ts';
import { euro, page } from './page.ts';
import type { Frame } from './page.ts';

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
