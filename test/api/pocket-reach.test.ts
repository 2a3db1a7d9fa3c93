// What the channels of the demonstration may reach: their stand-ins on this machine, and nothing else
// that is private.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { openOutbound } from '@opportune/server/outbound.ts';
import { startMailTwin } from '../twins/mail-twin.test-support.ts';

const near = createServer((_, response) => response.end('here'));
let origin: string;
before(async () => {
  await new Promise<void>((listening) => near.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(near.address() as AddressInfo).port}`;
});
after(() => near.close());

test('[PK3] only the named origins on this machine are reached', async () => {
  const outbound = openOutbound(false);
  const asked = { method: 'GET', headers: {}, withinMs: 2000 } as const;
  const reached = async (named: readonly string[], url: string) => {
    const answer = await outbound.alsoTo(named).request({ ...asked, url });
    if (answer.type === 'answered') answer.body.destroy();
    return answer.type;
  };
  assert.equal(await reached([origin], `${origin}/bot`), 'answered');
  assert.equal(await reached(['http://127.0.0.1:1'], `${origin}/bot`), 'forbidden');
  assert.equal(await reached([origin], 'http://10.0.0.1/'), 'forbidden');
  assert.equal((await outbound.request({ ...asked, url: origin })).type, 'forbidden');
});

test('[PK3] [PK6] only the named mail server on this machine is reached', async () => {
  const credentials = { user: 'pocket', password: 'a secret' };
  const letters: string[] = [];
  const twin = await startMailTwin({
    ...{ ...credentials, people: ['ada@example.com'], mostBytes: 10_000 },
    onLetter: (letter) => void letters.push(letter),
  });
  const { port } = twin;
  const auth = { user: credentials.user, pass: credentials.password };
  const from = { address: 'help@aldermoor.example', name: null };
  const access = { host: '127.0.0.1', port, security: 'none', auth, from } as const;
  const letter = { to: 'ada@example.com', subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' };
  const outbound = openOutbound(false);
  await outbound
    .alsoTo([`smtp://127.0.0.1:${port}`])
    .smtp(access)
    .send(letter);
  assert.equal(letters.length, 1);
  await assert.rejects(
    outbound.alsoTo(['smtp://127.0.0.1:1']).smtp(access).send(letter),
    /not allowed/,
  );
  await assert.rejects(outbound.smtp(access).send(letter), /not allowed/);
  assert.equal(letters.length, 1);
  await twin.stop();
});
