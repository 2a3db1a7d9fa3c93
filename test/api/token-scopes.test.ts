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
import type { Call, Owner, Person } from '../support/people.test-support.ts';
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

async function askBy(operation: Operation, scope: TokenScope, call: Call): Promise<void> {
  const { method, path } = operation;
  const ask = () => call(method, fillPath(path, things), bodyOf(method, path, things));
  let answer = await ask();
  // So many requests from one address are more than its budget.
  while (answer.status === 429) {
    await wait(answer.body.retryAfterMs);
    answer = await ask();
  }
  const who = `${method} ${path} by ${scope}: ${JSON.stringify(answer.body)}`;
  // The scope admits the call, even if the thing is gone or the action is impossible now.
  if (scopesOf(operation).includes(scope))
    assert.ok(answer.status !== 401 && answer.status !== 403, who);
  else assert.deepEqual([answer.status, answer.body.code], [403, 'auth.scope'], who);
}

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
