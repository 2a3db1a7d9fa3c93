// Reading the page of a site over real sockets: what is fetched, what bounds it, and each refusal.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { after, before, beforeEach, describe, test } from 'node:test';
import { rateBudgets } from '@opportune/protocol/budgets.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { brandReading } from '@opportune/protocol/rest/brand.ts';
import { openMemoryBudgets } from '../adapter/budgets-memory.ts';
import { isPublicAddress } from '../http/outbound/public-address.ts';
import { type Outbound, requestBounded } from '../http/outbound/bounded-request.ts';
import { createBrandReading } from './brand-reading.ts';

let server: Server;
let origin: string;
/** What was asked of the server since the test began. */
let asked: IncomingMessage[] = [];
let answer: RequestListener = () => {};

before(async () => {
  server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  origin = `http://127.0.0.1:${address.port}`;
});
after(() => server.close());
beforeEach(() => void (asked = []));

const account = AccountId.parse('0b3c8f5e-6c0a-4b8e-9d7e-2f4f7f1d9a11');

function reading(origins: readonly string[], allowPrivate = true) {
  const clock = { now: () => Date.now() };
  const originsOf = async () => origins;
  const isAllowed = (ip: string): boolean => allowPrivate || isPublicAddress(ip);
  const reach = (request: Outbound) => requestBounded(request, isAllowed);
  const brand = createBrandReading({ clock, budgets: openMemoryBudgets(clock), originsOf, reach });
  return () => brand.read(account, 'site');
}

const page =
  (html: string, type = 'text/html; charset=utf-8'): RequestListener =>
  (_, response) =>
    void response.writeHead(200, { 'content-type': type }).end(html);

const refused = (code: string) => (error: { problem: { code: string } }) => {
  assert.equal(error.problem.code, code);
  return true;
};

describe('reading the page of a site', () => {
  test('[BR9.3] fetches the page and three stylesheets of its origin, without credentials', async () => {
    const links = [
      '/1.css',
      'http://elsewhere.example/2.css',
      '/3.css',
      '/1.css',
      '/4.css',
      '/5.css',
    ];
    const html = links.map((href) => `<link rel="stylesheet" href="${href}">`).join('');
    answer = (request, response) =>
      request.url === '/'
        ? page(html)(request, response)
        : page(`.btn { background: #c2185b }`, 'text/css')(request, response);
    const read = await reading(['https://*.example.com', origin])();
    assert.deepEqual(read, {
      page: `${origin}/`,
      colours: [{ where: 'button', colour: '#c2185b', times: 3 }],
    });
    assert.deepEqual(asked.map(({ url }) => url).toSorted(), ['/', '/1.css', '/3.css', '/4.css']);
    for (const { headers } of asked)
      assert.deepEqual([headers.cookie, headers.authorization], [undefined, undefined]);
  });

  test('[BR9.3] reads no more of a page and of a stylesheet than its bound', async () => {
    const beyond = '<meta name="theme-color" content="#c2185b">';
    const html = `<meta name="theme-color" content="#2f5241"><link rel=stylesheet href=/a.css>`;
    answer = (request, response) =>
      request.url === '/'
        ? page(`${html}${' '.repeat(brandReading.pageBytes)}${beyond}`)(request, response)
        : page(`${' '.repeat(brandReading.sheetBytes)}a{color:#c2185b}`, 'text/css')(
            request,
            response,
          );
    const { colours } = await reading([origin])();
    assert.deepEqual(colours, [{ where: 'theme', colour: '#2f5241' }]);
  });

  test('[BR9.3] follows two redirects on its own host, and none to another', async () => {
    const steps: Readonly<Record<string, string>> = { '/': '/en', '/en': '/en/shop' };
    const html = '<meta name="theme-color" content="#2f5241">';
    answer = (request, response) => {
      const location = steps[request.url ?? ''];
      if (location === undefined) return page(html)(request, response);
      response.writeHead(302, { location }).end();
    };
    assert.equal((await reading([origin])()).page, `${origin}/en/shop`);
    answer = (_, response) => void response.writeHead(302, { location: '/again' }).end();
    await assert.rejects(reading([origin]), refused('brand.not_a_page'));
    for (const location of ['http://localhost:1/', 'http://a:b@127.0.0.1/', 'file:///etc/passwd']) {
      answer = (_, response) => void response.writeHead(302, { location }).end();
      await assert.rejects(reading([origin]), refused('brand.elsewhere'), location);
    }
  });

  test('[BR9.4] says why nothing was read', async () => {
    await assert.rejects(reading([]), refused('brand.no_origin'));
    await assert.rejects(reading(['https://*.example.com']), refused('brand.no_origin'));
    answer = page('<p>words</p>');
    await assert.rejects(reading([origin]), refused('brand.no_colours'));
    answer = page('{}', 'application/json');
    await assert.rejects(reading([origin]), refused('brand.not_a_page'));
    answer = (_, response) => void response.writeHead(404, { 'content-type': 'text/html' }).end();
    await assert.rejects(reading([origin]), refused('brand.not_a_page'));
    answer = (request) => void request.socket.destroy();
    await assert.rejects(reading([origin]), refused('brand.unreachable'));
  });

  test('[BR9.3] [BR9.5] connects to no private address, and reads only so often', async () => {
    answer = page('<meta name="theme-color" content="#2f5241">');
    await assert.rejects(reading([origin], false), refused('brand.unreachable'));
    assert.equal(asked.length, 0);
    const read = reading([origin]);
    for (let time = 0; time < rateBudgets['brand.readings'].burst; time++) await read();
    await assert.rejects(read, refused('rate.account'));
  });
});
