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

test('[I17] bytes of a valid key stay charged where the address has no budget for their work', async () => {
  const own = await startCollect({
    budgets: {
      rates: {
        'unknown.address': { perSecond: 1e-6, burst: 30_000, payers: 10 },
        'work.address': { perSecond: 1e-6, burst: 60_000, payers: 10 },
      },
    },
  });
  const post = (headers: Record<string, string>, sizeBytes: number) =>
    fetch(`${own.url}/v1/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': firefox, ...headers },
      body: JSON.stringify({ writeKey: own.writeKey, batch: [], filler: 'x'.repeat(sizeBytes) }),
    }).then(({ status }) => status);
  const basic = { authorization: `Basic ${Buffer.from(`${own.writeKey}:`).toString('base64')}` };
  try {
    assert.equal(await post({}, 14_000), 200);
    // Their work is refused, and a second time they are not even walked through.
    for (const headers of [{}, basic]) assert.equal(await post(headers, 14_000), 429);
    assert.equal(await post({}, 5000), 429);
    assert.equal(await post({}, 100), 200);
    const secret = {
      authorization: `Basic ${Buffer.from(`${own.secretKey}:`).toString('base64')}`,
    };
    assert.equal(await post(secret, 14_000), 200);
  } finally {
    await own.close();
  }
});

test('[I17] a body that says too little of what it unpacks to is charged all that was unpacked', async () => {
  const lying = gzipSync(Buffer.alloc(200 * 1024));
  lying.writeUInt32LE(10, lying.length - 4);
  const own = await startCollect({
    budgets: {
      rates: { 'unknown.address': { perSecond: 1e-6, burst: 64 * 1024, payers: 10 } },
    },
  });
  const statuses: number[] = [];
  try {
    for (let nth = 0; nth < 3; nth++) {
      const { status } = await fetch(`${own.url}/v1/events`, {
        method: 'POST',
        headers: { 'content-encoding': 'gzip', 'user-agent': firefox },
        body: new Uint8Array(lying),
      });
      statuses.push(status);
    }
    assert.deepEqual(statuses, [413, 429, 429]);
  } finally {
    await own.close();
  }
});
