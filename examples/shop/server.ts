// The demo shop: a small site on another origin that uses Opportune like any shop, with the public
// tag in its pages and a secret key on its server. It uses nothing else of Opportune.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { cartPage, checkoutPage, orderPage } from './buying-pages.ts';
import { cartCookie, cartOf, changed } from './cart.ts';
import { isCategory, productOf, searchProducts } from './catalogue.ts';
import { newOrder, reportOrder } from './orders.ts';
import type { Order } from './orders.ts';
import type { Frame } from './page.ts';
import { categoryPage, helpPage, homePage, missingPage, productPage, searchPage } from './pages.ts';

export interface ShopSettings {
  /** The address at which browsers and this server reach Opportune. */
  readonly opportuneUrl: string;
  readonly writeKey: string;
  readonly secretKey: string;
}

interface Visit extends Frame {
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly orders: Map<string, Order>;
}

interface Answer {
  readonly status?: number;
  readonly page?: string;
  readonly to?: string;
  readonly cookie?: string;
}

const bodyBytes = 16 * 1024;
const ordersKept = 1000;
const types = { css: 'text/css', js: 'text/javascript', html: 'text/html' } as const;

function file(name: keyof typeof types, at: string) {
  const body = readFileSync(new URL(at, import.meta.url));
  return { type: `${types[name]}; charset=utf-8`, body };
}

/** Includes the example of a panel, which needs another origin than the console. */
const files = new Map([
  ['/shop.css', file('css', 'shop.css')],
  ['/shop.js', file('js', 'shop.js')],
  ['/panel.html', file('html', '../panel/panel.html')],
  ['/panel.css', file('css', '../panel/panel.css')],
  ['/panel.js', file('js', '../panel/panel.js')],
]);

/** Answers what is below `/pocket`. */
export type Beside = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Answers every request of the shop. The caller makes it listen. */
export function createShop(settings: ShopSettings, pocket: Beside | null = null): Server {
  const orders = new Map<string, Order>();
  const headers = headersFor(settings.opportuneUrl);
  return createServer((request, response) => {
    const isPocket = pocket !== null && /^\/pocket([/?]|$)/.test(request.url ?? '');
    const answered = isPocket
      ? pocket(request, response)
      : answer(request, response, settings, orders, headers);
    void answered.catch(() => {
      if (!response.headersSent) response.writeHead(500, headers).end('Something failed.');
    });
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  settings: ShopSettings,
  orders: Map<string, Order>,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://shop');
  const kept = files.get(url.pathname);
  if (kept !== undefined) {
    const more = url.pathname === '/panel.html' ? framedBy(settings.opportuneUrl) : {};
    const type = { 'content-type': kept.type, 'cache-control': 'max-age=300' };
    response.writeHead(200, { ...headers, ...type, ...more }).end(kept.body);
    return;
  }
  const visit: Visit = {
    opportune: { url: settings.opportuneUrl, writeKey: settings.writeKey },
    cart: cartOf(request.headers.cookie),
    path: url.pathname.split('/').filter(Boolean),
    query: url.searchParams,
    orders,
  };
  const answered =
    request.method === 'POST' ? act(visit, await formOf(request), settings) : show(visit);
  const cookie = answered.cookie === undefined ? {} : { 'set-cookie': answered.cookie };
  if (answered.to !== undefined)
    response.writeHead(303, { ...headers, ...cookie, location: answered.to }).end();
  else
    response
      .writeHead(answered.status ?? 200, { ...headers, 'content-type': 'text/html; charset=utf-8' })
      .end(answered.page);
}

function show(visit: Visit): Answer {
  const [first, second = ''] = visit.path;
  const product = productOf(second);
  const order = visit.orders.get(second);
  if (first === undefined) return { page: homePage(visit) };
  if (first === 'category' && isCategory(second)) return { page: categoryPage(visit, second) };
  if (first === 'product' && product !== undefined) return { page: productPage(visit, product) };
  if (first === 'search') {
    const query = (visit.query.get('q') ?? '').slice(0, 100);
    return { page: searchPage(visit, query, searchProducts(query)) };
  }
  if (first === 'cart') return { page: cartPage(visit) };
  if (first === 'checkout') {
    if (visit.cart.length === 0) return { to: '/cart' };
    return { page: checkoutPage(visit, second === 'payment' ? 'payment' : 'delivery') };
  }
  if (first === 'order' && order !== undefined) return { page: orderPage(visit, order) };
  if (first === 'help') return { page: helpPage(visit) };
  return { status: 404, page: missingPage(visit) };
}

function act(visit: Visit, form: URLSearchParams, settings: ShopSettings): Answer {
  const [first, second] = visit.path;
  const product = productOf(form.get('product') ?? '');
  if (first === 'cart' && product !== undefined) {
    const change = form.get('change') === '-1' ? -1 : 1;
    return { to: '/cart', cookie: cartCookie(changed(visit.cart, product, change)) };
  }
  if (first === 'checkout' && second === 'delivery') return { to: '/checkout/payment' };
  if (first === 'checkout' && second === 'payment' && visit.cart.length > 0)
    return place(visit, form, settings);
  return { status: 404, page: missingPage(visit) };
}

function place(visit: Visit, form: URLSearchParams, settings: ShopSettings): Answer {
  const order = newOrder(visit.cart, form.get('visitor') ?? '');
  visit.orders.set(order.id, order);
  const oldest = visit.orders.size > ordersKept ? visit.orders.keys().next() : null;
  if (oldest !== null && !oldest.done) visit.orders.delete(oldest.value);
  void reportOrder({ url: settings.opportuneUrl, secretKey: settings.secretKey }, order);
  return { to: `/order/${order.id}`, cookie: cartCookie([]) };
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const part of request) {
    text += String(part);
    if (text.length > bodyBytes) throw new Error('The form is too large.');
  }
  return new URLSearchParams(text);
}

/** Only its console may frame a panel. */
function framedBy(consoleUrl: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': `default-src 'self'; frame-ancestors ${new URL(consoleUrl).origin}`,
  };
}

/** The shop's Content-Security-Policy: only what the tag needs, as documented. */
function headersFor(opportuneUrl: string): Readonly<Record<string, string>> {
  const socket = opportuneUrl.replace(/^http/, 'ws');
  return {
    'content-security-policy': [
      "default-src 'self'",
      `script-src 'self' ${opportuneUrl}`,
      `connect-src 'self' ${opportuneUrl} ${socket}`,
      `img-src 'self' data: https: ${opportuneUrl}`,
      "style-src 'self'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cache-control': 'no-store',
  };
}
