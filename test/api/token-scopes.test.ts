// API tokens over the API of the whole product. The test walks the OpenAPI document, so that no
// operation can be forgotten, and calls each with a token of every scope. It also covers the
// console's socket, which closes with its token.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type Operation, operationsOf } from '@opportune/server/http/openapi/api-operations.ts';
import { TokenScope } from '@opportune/protocol/rest/tokens.ts';
import { WebSocket } from 'ws';
import { bodyOf, fillPath, makeThings, type Things } from '../support/examples.test-support.ts';
import type { Answer, Call, Owner, Person } from '../support/people.test-support.ts';
import { type Product, startProduct } from '../support/product.test-support.ts';
import { makeVisit } from '../support/visit.test-support.ts';

let product: Product;
let owner: Owner;
/** The owner of the tokens. */
let bea: Person;
let things: Things;
let operations: readonly Operation[];

before(async () => {
  product = await startProduct();
  owner = await product.newAccount('Owner');
  bea = await product.invite(owner, 'administrator');
  things = await makeThings(owner, await makeVisit(product.url, owner));
  const { body } = await product.anybody('GET', '/api/openapi.json');
  operations = operationsOf(body).filter(({ access }) => access.includes('Role:'));
});
after(() => product.close());

/** The scopes that the document declares for an operation. */
function scopesOf({ access }: Operation): readonly string[] {
  if (access.includes('No API token may.')) return [];
  const said = /Scope: ((?:`\w+`(?: or )?)+)\./.exec(access)?.[1];
  assert.ok(said !== undefined, access);
  return said.split(' or ').map((scope) => scope.slice(1, -1));
}

async function tokenOf(scope: TokenScope): Promise<{ id: string; secret: string; call: Call }> {
  const draft = { name: scope, scopes: [scope], days: 1 };
  const { body } = await bea.call('POST', '/my-tokens', draft);
  return { id: body.token.id, secret: body.secret, call: product.callAs(body.secret) };
}

function socketBy(token: string): WebSocket {
  return new WebSocket(`${product.url.replace('http', 'ws')}/api/v1/socket`, {
    headers: { authorization: `Bearer ${token}` },
  });
}

test('[TK2] each operation accepts tokens of its declared scopes and refuses all others', async () => {
  assert.ok(operations.length > 100, `only ${operations.length}`);
  for (const scope of TokenScope.options) {
    const { call } = await tokenOf(scope);
    await Promise.all(operations.map((each) => askBy(each, scope, call)));
  }
});

async function asked({ method, path }: Operation, call: Call): Promise<Answer> {
  const ask = () => call(method, fillPath(path, things), bodyOf(method, path, things));
  let answer = await ask();
  // So many requests from one address are more than its budget.
  while (answer.status === 429) {
    await wait(answer.body.retryAfterMs);
    answer = await ask();
  }
  return answer;
}

async function askBy(operation: Operation, scope: TokenScope, call: Call): Promise<void> {
  const { method, path } = operation;
  const answer = await asked(operation, call);
  const who = `${method} ${path} by ${scope}: ${JSON.stringify(answer.body)}`;
  // The scope admits the call, even if the thing is gone or the action is impossible now.
  if (scopesOf(operation).includes(scope))
    assert.ok(answer.status !== 401 && answer.status !== 403, who);
  else assert.deepEqual([answer.status, answer.body.code], [403, 'auth.scope'], who);
}

/** The rule, written a second time: by who may use an operation, its group and its method. */
function ruledScopes({ access, group, method }: Operation): readonly string[] {
  const role = /Role: (agent|manager|administrator)/.exec(access)?.[1];
  const ofCampaigns = ['Campaigns', 'Goals', 'Intent', 'Results'].includes(group);
  const ofManagers = ofCampaigns ? 'campaigns' : 'settings';
  const own = { agent: 'conversations', manager: ofManagers, administrator: 'administer' }[
    role ?? ''
  ];
  assert.ok(own !== undefined, access);
  return method === 'GET' ? ['read', own] : [own];
}

/** Made by signing in only, so that no token makes another and none outlives its owner's wish. */
const bySigningIn = [
  'DELETE /api/v1/campaigns/{id}/approval',
  'DELETE /api/v1/my-photo',
  'DELETE /api/v1/my-tokens/{id}',
  'DELETE /api/v1/sample',
  'DELETE /api/v1/session',
  'GET /api/v1/my-tokens',
  'GET /api/v1/sample',
  'POST /api/v1/campaigns/{id}/approval',
  'POST /api/v1/campaigns/{id}/approval/decline',
  'POST /api/v1/my-tokens',
  'POST /api/v1/password',
  'POST /api/v1/sample',
  'POST /api/v1/sample/enter',
  'POST /api/v1/sample/leave',
  'POST /api/v1/users/{id}/tokens',
  'PUT /api/v1/my-language',
  'PUT /api/v1/my-name',
  'PUT /api/v1/my-photo',
];

test('[TK2] [TK3] what the document declares is the rule, and only a few operations take no token', () => {
  const without = operations.filter((each) => scopesOf(each).length === 0);
  const named = without.map(({ method, path }) => `${method} ${path}`);
  assert.deepEqual(named.toSorted(), bySigningIn);
  for (const each of operations)
    if (!without.includes(each))
      assert.deepEqual(scopesOf(each), ruledScopes(each), `${each.method} ${each.path}`);
});

test('[TK6] a program’s token does what agents may in its scopes, and nothing else', async () => {
  const program = await owner.call('POST', '/programs', { name: 'Parcel bot', room: 3 });
  assert.equal(program.status, 201, JSON.stringify(program.body));
  const path = `/users/${program.body.id}/tokens`;
  for (const scope of ['campaigns', 'settings', 'administer']) {
    const refused = await owner.call('POST', path, { name: scope, scopes: [scope], days: 1 });
    assert.deepEqual([refused.status, refused.body.path], [422, 'scopes'], scope);
  }
  for (const scope of ['read', 'conversations'] as const) {
    const { body } = await owner.call('POST', path, { name: scope, scopes: [scope], days: 1 });
    const call = product.callAs(body.secret);
    await Promise.all(operations.map((each) => askByProgram(each, scope, call)));
  }
});

async function askByProgram(operation: Operation, scope: TokenScope, call: Call): Promise<void> {
  const { method, path, access } = operation;
  const isForAgents = access.includes('Role: agent');
  const answer = await asked(operation, call);
  const who = `${method} ${path} by a program’s ${scope}: ${JSON.stringify(answer.body)}`;
  if (scopesOf(operation).includes(scope) && isForAgents)
    assert.ok(answer.status !== 401 && answer.status !== 403, who);
  else {
    assert.equal(answer.status, 403, who);
    assert.ok(['auth.scope', 'auth.forbidden'].includes(answer.body.code), who);
  }
}

test('[TK2] an agent’s token opens nothing of managers, whatever its scope reads', async () => {
  const agent = await product.invite(owner, 'agent');
  const { body } = await agent.call('POST', '/my-tokens', {
    ...{ name: 'read', scopes: ['read', 'conversations'], days: 1 },
  });
  const call = product.callAs(body.secret);
  const above = operations.filter(({ access }) => /Role: (manager|administrator)/.test(access));
  assert.ok(above.length > 50);
  await Promise.all(
    above.map(async (each) => {
      const answer = await asked(each, call);
      assert.equal(answer.status, 403, `${each.method} ${each.path}`);
    }),
  );
});

test('[TK2] what is no operation takes no token: events, history, visitors’ files, channels', async () => {
  const { secret } = await tokenOf('administer');
  const headers = { authorization: `Bearer ${secret}` };
  for (const [method, path] of [
    ['POST', '/v1/track'],
    ['POST', '/v1/history'],
    ['GET', `/v1/attachments/${things.conversation}`],
    ['POST', '/v1/channels/web/messages'],
  ] as const) {
    const answer = await fetch(product.url + path, {
      ...{ method, headers },
      ...(method === 'POST' && { body: '{}' }),
    });
    assert.ok(answer.status >= 400 && answer.status < 500, `${path} ${answer.status}`);
  }
});

test('[TK2] every scope opens something that no other scope opens', () => {
  for (const scope of TokenScope.options) {
    const alone = operations.filter((each) => {
      const scopes = scopesOf(each);
      return scopes.length > 0 && (scope === 'read' ? scopes : scopes.toReversed())[0] === scope;
    });
    assert.ok(alone.length > 0, scope);
  }
});

test('[TK4] the console’s socket opens with a token for conversations, and closes when the token is revoked', async () => {
  const reading = await tokenOf('read');
  const refused = socketBy(reading.secret);
  refused.on('error', () => {});
  const [, response] = await once(refused, 'unexpected-response');
  assert.equal(response.statusCode, 403);
  const talking = await tokenOf('conversations');
  const socket = socketBy(talking.secret);
  await once(socket, 'message');
  const closed = once(socket, 'close');
  await bea.call('DELETE', `/my-tokens/${talking.id}`);
  const [code] = await closed;
  assert.equal(code, 4401);
});
