// What the channels of the demonstration may reach: their stand-ins on this machine, and nothing else
// that is private.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { openOutbound } from '@opportune/server/outbound.ts';

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
    const answer = await outbound.alsoTo(named)({ ...asked, url });
    if (answer.type === 'answered') answer.body.destroy();
    return answer.type;
  };
  assert.equal(await reached([origin], `${origin}/bot`), 'answered');
  assert.equal(await reached(['http://127.0.0.1:1'], `${origin}/bot`), 'forbidden');
  assert.equal(await reached([origin], 'http://10.0.0.1/'), 'forbidden');
  assert.equal((await outbound.request({ ...asked, url: origin })).type, 'forbidden');
});
