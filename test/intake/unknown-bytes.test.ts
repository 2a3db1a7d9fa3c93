// What an address sends before its key is known is charged to it, and given back with a valid key, so
// that a mobile network's visitors do not use up what strangers there may send.
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

/** Some hellos at once, and nothing comes back by itself. */
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

/** Why one is sent away who says hello. */
async function sentAway(more: object = {}): Promise<string> {
  const made = browser();
  made.send(hello(server, more));
  return (await made.closed).reason;
}

function consentOf(consent: 'wait' | 'not-asked') {
  return server.sites.change(server.account, 'test', server.site, { consent });
}

test('[I17] a hello with a valid key is given back: many visitors share an address', async () => {
  for (let n = 0; n < many; n++) await browser().arrive(server);
});

test('[I17] so it is where the visitor does not consent, on a socket and over HTTP', async () => {
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

test('[I17] so it is where the visitor leaves before the welcome', async () => {
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

test('[I17] a hello without a valid key is not', async () => {
  const reasons: string[] = [];
  for (let n = 0; n < many; n++) reasons.push(await sentAway({ key: `wk_nobody_${n}` }));
  assert.equal(reasons[0], 'key.unknown');
  assert.equal(reasons.at(-1), 'rate.address');
});

test('[I17] what an address has no budget for is refused before it is unpacked, and uses up nothing of strangers', async () => {
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
    // It has less than 4,000 units left, and is charged the bytes of what it cannot pay.
    for (let nth = 0; nth < 20; nth++) assert.equal(await post('/v1/batch', {}, 14_000), 429);
    assert.equal(await post('/v1/batch', basic(own.writeKey), 100), 429);
    assert.equal(await post('/v1/batch', basic(own.secretKey), 14_000), 200);
    // Key of nobody: looked for, since those bytes are another budget.
    assert.equal(await post('/v1/batch', basic('wk_nobody'), 100), 401);
  } finally {
    await own.close();
  }
});

test('[I17] a body that says too little of what it unpacks to is charged what was unpacked, and owes nothing', async () => {
  const wrong = gzipSync(Buffer.alloc(200 * 1024));
  wrong.writeUInt32LE(10, wrong.length - 4);
  // Several parts, of which the last says its own length alone.
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
