// Bytes from an address whose key is still unknown are charged to the address and given back with a
// valid key. So the visitors of a mobile network do not use up what strangers there may send.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Browser, hello, returning } from './browser-socket.test-support.ts';
import {
  firefox,
  shopOrigin,
  startCollect,
  until,
  type TestCollect,
} from './collect.test-support.ts';

/** Enough for some hellos at once, and nothing is refilled. */
const burst = 2048;
const many = 30;
const browsers: Browser[] = [];
let server: TestCollect;
before(async () => {
  const unknown = { perSecond: 1e-6, burst, payers: 10 };
  server = await startCollect({ budgets: { rates: { 'unknown.address': unknown } } });
  assert.ok(many * JSON.stringify(hello(server)).length > 2 * burst);
});
afterEach(async () => {
  const leaving = browsers.splice(0);
  for (const { socket } of leaving) socket.terminate();
  await Promise.all(leaving.map(({ closed }) => closed));
  await until(() => server.collect.connected.sockets === 0);
});
after(() => server.close());

function browser(): Browser {
  const made = new Browser(server);
  browsers.push(made);
  return made;
}

/** The reason for which a hello is refused. */
async function sentAway(more: object = {}): Promise<string> {
  const made = browser();
  made.send(hello(server, more));
  return (await made.closed).reason;
}

function consentOf(consent: 'wait' | 'not-asked') {
  return server.sites.change(server.account, 'test', server.site, { consent });
}

test('[I17] the bytes of a hello with a valid key are given back, so many visitors can share an address', async () => {
  for (let n = 0; n < many; n++) await browser().arrive(server);
});

test('[I17] they are given back even if the visitor does not consent, on a socket and over HTTP', async () => {
  await consentOf('wait');
  for (let n = 0; n < many; n++) assert.equal(await sentAway(), 'consent.missing');
  for (let n = 0; n < many; n++) {
    const answer = await fetch(`${server.url}/v1/frames`, {
      method: 'POST',
      headers: { origin: shopOrigin, 'user-agent': firefox },
      body: JSON.stringify({ frames: [hello(server)] }),
    });
    assert.equal(answer.status, 200);
  }
  await consentOf('not-asked');
});

test('[I17] they are given back even if the visitor leaves before the welcome', async () => {
  const back = await returning(server);
  const already = server.chat.asked;
  let answer = (): void => {};
  server.chat.gate = new Promise((resolve) => (answer = resolve));
  for (let n = 1; n <= many; n++) {
    const made = browser();
    made.send(hello(server, back));
    await until(() => server.chat.asked - already === n);
    made.socket.terminate();
    await made.closed;
  }
  answer();
  await browser().arrive(server);
});

test('[I17] the bytes of a hello without a valid key are not given back', async () => {
  const reasons: string[] = [];
  for (let n = 0; n < many; n++) reasons.push(await sentAway({ key: `wk_nobody_${n}` }));
  assert.equal(reasons[0], 'key.unknown');
  assert.equal(reasons.at(-1), 'rate.address');
});

test('[I17] a body beyond the budget of its address is refused before it is unpacked, and leaves the budget for unknown keys alone', async () => {
  const own = await startCollect({
    budgets: {
      rates: {
        'unknown.address': { perSecond: 1e-6, burst: 100_000, payers: 10 },
        'work.address': { perSecond: 1e-6, burst: 60_000, payers: 10 },
      },
    },
  });
  const basic = (key: string) => ({
    authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
  });
  const post = (at: string, headers: Record<string, string>, sizeBytes: number) =>
    fetch(`${own.url}${at}`, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', 'user-agent': firefox },
        ...headers,
      },
      body: JSON.stringify({ writeKey: own.writeKey, batch: [], filler: 'x'.repeat(sizeBytes) }),
    }).then(({ status }) => status);
  try {
    assert.equal(await post('/v1/batch', {}, 14_000), 200);
    // It has less than 4,000 units left. Bytes that it cannot pay are charged as well.
    for (let nth = 0; nth < 20; nth++) assert.equal(await post('/v1/batch', {}, 14_000), 429);
    assert.equal(await post('/v1/batch', basic(own.writeKey), 100), 429);
    assert.equal(await post('/v1/batch', basic(own.secretKey), 14_000), 200);
    // An unknown key is still looked up, because those bytes have another budget.
    assert.equal(await post('/v1/batch', basic('wk_nobody'), 100), 401);
  } finally {
    await own.close();
  }
});

test('[I17] a body that understates its unpacked size is charged what was unpacked, and leaves no debt', async () => {
  const wrong = gzipSync(Buffer.alloc(200 * 1024));
  wrong.writeUInt32LE(10, wrong.length - 4);
  // Several gzip members, of which the last declares only its own length.
  const parts = Buffer.concat([gzipSync(Buffer.alloc(60 * 1024)), gzipSync('x')]);
  for (const [body, first] of [
    [wrong, 413],
    [parts, 429],
  ] as const) {
    const burst = 40 * 1024;
    const own = await startCollect({
      budgets: { rates: { 'unknown.address': { perSecond: 4096, burst, payers: 10 } } },
    });
    const post = (bytes: Buffer) =>
      fetch(`${own.url}/v1/frames`, {
        method: 'POST',
        headers: { 'content-encoding': 'gzip', 'user-agent': firefox, origin: shopOrigin },
        body: new Uint8Array(bytes),
      }).then(({ status }) => status);
    try {
      assert.equal(await post(body), first);
      assert.equal(await post(gzipSync('x'.repeat(1000))), 429);
      own.clock.advance(1000);
      assert.equal(await post(gzipSync('x'.repeat(1000))), 400);
    } finally {
      await own.close();
    }
  }
});
