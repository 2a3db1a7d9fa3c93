// Consent and privacy signals at the intake. On a site that waits for consent, nothing of a visitor
// without consent is stored, whatever way it comes. With consent everything is stored.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { randomUUID } from 'node:crypto';
import type { FramesResponse } from '@opportune/protocol/frames-visitor.ts';
import { Browser, event, hello } from './browser-socket.test-support.ts';
import { firefox, shopOrigin, startCollect, type TestCollect } from './collect.test-support.ts';

let server: TestCollect;
before(async () => {
  server = await startCollect();
});
after(() => server.close());

async function answers(
  consented: boolean,
  headers: Record<string, string> = {},
): Promise<{ socket: string; beacon: number; stored: number }> {
  const visitor = `visitor-${randomUUID()}`;
  const said = consented ? { consented } : {};
  const browser = new Browser(server, { headers });
  browser.send(hello(server, { visitor, ...said }));
  const welcome = await browser.frame('welcome');
  assert.ok(welcome.settings.consent !== undefined);
  browser.send({ type: 'events', batch: 1, sentAt: Date.now(), events: [event()] });
  const socket = await Promise.race([
    browser.frame('ack').then(() => 'stored'),
    browser.closed.then(({ reason }) => reason),
  ]);
  browser.socket.terminate();
  const beacon = await fetch(`${server.url}/v1/events`, {
    method: 'POST',
    headers: { origin: shopOrigin, 'user-agent': firefox, ...headers },
    body: JSON.stringify({ key: server.writeKey, visitor, ...said, events: [event()] }),
  });
  return {
    socket,
    beacon: beacon.status,
    stored: server.intake.events.filter((each) => each.visitor === visitor).length,
  };
}

test('[I15] a site that waits for consent stores nothing without it and everything with it', async () => {
  assert.deepEqual(await answers(false), { socket: 'stored', beacon: 200, stored: 2 });
  await server.sites.change(server.account, 'test', server.site, { consent: 'wait' });
  assert.deepEqual(await answers(false), { socket: 'consent.missing', beacon: 403, stored: 0 });
  assert.deepEqual(await answers(true), { socket: 'stored', beacon: 200, stored: 2 });
  await server.sites.change(server.account, 'test', server.site, { consent: 'not-asked' });
});

test('[I15] Global Privacy Control and Do-not-track are honoured only if the site is set to do so', async () => {
  for (const signal of ['sec-gpc', 'dnt']) {
    assert.deepEqual(await answers(true, { [signal]: '1' }), {
      socket: 'stored',
      beacon: 200,
      stored: 2,
    });
  }
  await server.sites.change(server.account, 'test', server.site, { honourPrivacySignals: true });
  for (const signal of ['sec-gpc', 'dnt']) {
    assert.deepEqual(await answers(true, { [signal]: '1' }), {
      socket: 'consent.missing',
      beacon: 403,
      stored: 0,
    });
  }
  assert.deepEqual(await answers(true), { socket: 'stored', beacon: 200, stored: 2 });
});

test("[I15] a polling browser learns the site's terms from the welcome, and its session ends", async () => {
  await server.sites.change(server.account, 'test', server.site, {
    consent: 'wait',
    honourPrivacySignals: false,
  });
  const post = (body: object) =>
    fetch(`${server.url}/v1/frames`, {
      method: 'POST',
      headers: { origin: shopOrigin, 'user-agent': firefox },
      body: JSON.stringify(body),
    });
  const first = await post({ frames: [hello(server)] });
  const { session, frames } = (await first.json()) as FramesResponse;
  assert.deepEqual(
    frames.map((frame) => frame.type === 'welcome' && [frame.settings.consent, frame.token]),
    [['wait', '']],
  );
  assert.equal((await post({ session, frames: [] })).status, 404);
});
