// Addresses of the API are found however they are written, so no bound and no passing on is skipped.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rmSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { test, type TestContext } from 'node:test';
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import fastify from 'fastify';
import { openMemoryBudgets } from '../../adapter/budgets-memory.ts';
import { clientAddressFrom } from '../address/client-address.ts';
import { passApi } from '../elsewhere/pass-api.ts';
import type { App } from '../rest/app.ts';
import { chargeApi } from './api-charges.ts';
import { principalNamed } from './principal.test-support.ts';

const targets = ['/api/v1/x', '/%61pi/v1/x', 'http://h/api/v1/x', 'http://h/%61pi/v1/x'];

/** The first line of the answer to a request with exactly this target, and its body. */
async function ask(app: App, target: string): Promise<string> {
  const { port } = app.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.write(
    `POST ${target} HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
  );
  return text(socket);
}

async function started(t: TestContext, add: (app: App) => void): Promise<App> {
  const app = fastify() as unknown as App;
  add(app);
  app.post('/api/v1/x', async () => 'done here');
  await app.listen({ port: 0, host: '127.0.0.1' });
  t.after(() => app.close());
  return app;
}

test('[PR1.3] a request is passed on however its address is written', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'is-api-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const to = path.join(folder, 'home.sock');
  const home = createServer((_asked, response) => response.end('done at home'));
  home.listen(to);
  await once(home, 'listening');
  t.after(() => home.close());
  const principal = principalNamed(AccountId.parse('a'), 'ada', 1);
  const app = await started(t, (made) => {
    made.decorateRequest('principal', null);
    made.addHook('onRequest', async (request) => {
      request.principal = principal;
    });
    passApi(made, { ...onlyHome, secret: 'only-ours', elsewhere: () => to });
  });
  for (const target of targets) assert.match(await ask(app, target), /done at home$/, target);
});

test('a request is charged to its address however that of the request is written', async (t) => {
  let charged = 0;
  const budgets = openMemoryBudgets({ now: () => 0 });
  const counting = {
    ...budgets,
    charge: (...given: Parameters<typeof budgets.charge>) => {
      charged += 1;
      return budgets.charge(...given);
    },
  };
  const clientAddress = clientAddressFrom([], '');
  const app = await started(t, (made) => chargeApi(made, { budgets: counting, clientAddress }));
  for (const target of targets) assert.match(await ask(app, target), /done here$/, target);
  assert.equal(charged, targets.length);
});
