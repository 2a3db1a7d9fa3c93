// Bodies of requests whose account is at home in another process: they count as arriving until their
// answer has left.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { test, type TestContext } from 'node:test';
import { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import { passBody, type Received } from './http-call.ts';

const KiB = 1024;

/** A process that passes bodies on, and a home that answers once it is told to. */
async function passing(t: TestContext, arriving: HeldBytes) {
  const folder = mkdtempSync(path.join(tmpdir(), 'pass-body-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const to = path.join(folder, 'home.sock');
  const answers: (() => void)[] = [];
  const home = createServer((request, response) => {
    void text(request).then((body) => answers.push(() => response.end(String(body.length))));
  });
  const here = createServer((request, response) => {
    const bytes = Buffer.alloc(Number(request.headers['x-size']), 'a');
    const packed = { bytes } as Received['packed'];
    const payer = String(request.headers['x-payer']);
    const received = { request, response, packed, payer, address: payer, origin: undefined };
    void passBody({ arriving }, { to, secret: 'secret', passed() {} }, received);
  });
  for (const [server, at] of [
    [home, to],
    [here, 0],
  ] as const) {
    t.after(() => server.closeAllConnections());
    t.after(() => server.close());
    await new Promise<void>((listening) => server.listen(at, listening));
  }
  const { port } = here.address() as AddressInfo;
  const ask = (payer: string, sizeBytes: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const headers = { 'x-payer': payer, 'x-size': String(sizeBytes) };
      const asked = send({ port, host: '127.0.0.1', method: 'POST', headers });
      asked.on('error', reject);
      asked.on('response', (answer) => text(answer).then(resolve, reject));
      asked.end();
    });
  return { answers, ask };
}

async function reached(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('[PR7.7] the body of a request that is passed on counts as arriving until its answer has left', async (t) => {
  const arriving = new HeldBytes(1e9);
  const { answers, ask } = await passing(t, arriving);
  const asked = ask('one', 50 * KiB);
  await reached(() => answers.length === 1);
  assert.equal(arriving.sizeBytes, 50 * KiB);
  answers[0]?.();
  assert.equal(await asked, String(50 * KiB));
  await reached(() => arriving.sizeBytes === 0);
});

test('[PR7.7] beyond the bound in bytes, the address that holds most loses its largest, however many wait', async (t) => {
  const arriving = new HeldBytes(100 * KiB);
  const { answers, ask } = await passing(t, arriving);
  const small = Array.from({ length: 20 }, (_, at) => ask(`small ${at}`, KiB));
  await reached(() => answers.length === 20);
  const large = ask('large', 90 * KiB);
  await assert.rejects(large, { code: 'ECONNRESET' });
  assert.equal(arriving.sizeBytes, 20 * KiB);
  for (const answer of answers) answer();
  assert.deepEqual(
    await Promise.all(small),
    small.map(() => String(KiB)),
  );
});

test('[PR7.7] a body whose client has gone meanwhile counts no more', async (t) => {
  const arriving = new HeldBytes(1e9);
  const server = createServer((request, response) => {
    response.destroy();
    response.once('close', () => {
      const packed = { bytes: Buffer.alloc(KiB) } as Received['packed'];
      const received = { request, response, packed, payer: 'one', address: '', origin: undefined };
      void passBody({ arriving }, { to: '/nowhere', secret: 'secret', passed() {} }, received);
      passed();
    });
  });
  let passed = (): void => {};
  const tried = new Promise<void>((resolve) => (passed = resolve));
  t.after(() => server.close());
  await new Promise<void>((listening) => server.listen(0, listening));
  const asked = send({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
  asked.on('error', () => {});
  asked.end();
  await tried;
  assert.equal(arriving.sizeBytes, 0);
});
