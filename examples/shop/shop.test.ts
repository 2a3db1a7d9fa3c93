// The demo shop without Opportune: its pages, its cart, and how it reports an order.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { cartCookie, cartOf, changed, totalOf } from './cart.ts';
import { productOf } from './catalogue.ts';
import { reportOrder } from './orders.ts';
import { createShop } from './server.ts';

let shop: Server;
let base: string;

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

before(async () => {
  shop = createShop({
    opportuneUrl: 'http://127.0.0.1:9',
    writeKey: 'wk_test',
    secretKey: 'sk_test',
  });
  base = await listening(shop);
});
after(() => {
  shop.close();
  shop.closeAllConnections();
});

describe('the demo shop', () => {
  it('carries the ordinary tag on every page', async () => {
    for (const path of [
      '/',
      '/category/lighting',
      '/product/orla',
      '/search?q=lamp',
      '/cart',
      '/help/delivery',
    ]) {
      const page = await (await fetch(base + path)).text();
      assert.match(
        page,
        /<script async src="http:\/\/127\.0\.0\.1:9\/tag\.js" data-site="wk_test">/,
        path,
      );
      assert.ok(!page.includes('sk_test'), 'the secret key never reaches a page');
    }
  });

  it('escapes what a visitor types', async () => {
    const page = await (
      await fetch(`${base}/search?q=${encodeURIComponent('<img src=x onerror=alert(1)>"')}`)
    ).text();
    assert.ok(!page.includes('<img src=x'));
  });

  it('leads from cart to order and empties the cart', async () => {
    const orla = productOf('orla');
    assert.ok(orla !== undefined);
    const cookie = cartCookie(changed([], orla, 2)).split(';')[0] ?? '';
    const send = (path: string, body: string) =>
      fetch(base + path, {
        method: 'POST',
        body,
        redirect: 'manual',
        headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      });
    assert.equal(
      (await send('/checkout/delivery', 'name=Clara')).headers.get('location'),
      '/checkout/payment',
    );
    const placed = await send('/checkout/payment', 'visitor=v1&pay=invoice');
    assert.match(placed.headers.get('set-cookie') ?? '', /aldermoor_cart=;/);
    const thanks = await (await fetch(base + placed.headers.get('location'))).text();
    assert.match(thanks, /€578\.00/);
  });

  it('ignores a cart cookie that makes no sense', () => {
    assert.deepEqual(cartOf('aldermoor_cart=nothing:2.orla:-1.brae:x'), []);
    assert.equal(totalOf(cartOf('aldermoor_cart=orla:1.brae:2')), 289 + 246);
  });
});

describe('reporting an order', () => {
  it('repeats it with the same message id until it is acknowledged', async () => {
    const seen: { key: string; id: string }[] = [];
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (part) => (text += String(part)));
      request.on('end', () => {
        seen.push({
          key: request.headers.authorization ?? '',
          id: (JSON.parse(text) as { messageId: string }).messageId,
        });
        response.writeHead(seen.length < 3 ? 503 : 200).end();
      });
    });
    const url = await listening(server);
    const order = { id: 'A1', total: 10, lines: [], visitor: 'v1' };
    assert.equal(await reportOrder({ url, secretKey: 'sk_x' }, order), true);
    assert.deepEqual(
      seen.map((each) => each.id),
      ['order-A1', 'order-A1', 'order-A1'],
    );
    assert.equal(seen[0]?.key, `Basic ${Buffer.from('sk_x:').toString('base64')}`);
    server.close();
    server.closeAllConnections();
  });
});
