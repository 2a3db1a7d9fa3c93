// Thousands of hostile requests, by a seed, against the whole product. None may get a 5xx, and each
// refusal of the API has the declared shape. The log would show any request that failed with a 5xx.
import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { seededRandom } from '@opportune/core/proof/test/random.test-support.ts';
import { type ErrorCode, errorTable } from '@opportune/protocol/errors.ts';
import { type Operation, operationsOf } from '@opportune/server/http/openapi/api-operations.ts';
import { declaredRefusals } from '../support/declared-refusals.test-support.ts';
import { makeThings } from '../support/examples.test-support.ts';
import {
  type Answered,
  type Hostile,
  hostileRequests,
  send,
  sendBytes,
} from '../support/hostile-requests.test-support.ts';
import type { Owner } from '../support/people.test-support.ts';
import { rounds } from '../support/proof-size.test-support.ts';
import { type Product, startProduct } from '../support/product.test-support.ts';
import { makeVisit } from '../support/visit.test-support.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_123);
const requests = rounds({ usual: 1200, full: 6000 });
const atOnce = 8;
/** A request may end the session or change the password, so the account changes after this many. */
const perAccount = 600;
const lookEvery = 20;

let product: Product;
let operations: readonly Operation[];
const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

before(async () => {
  product = await startProduct();
  const { body } = await product.anybody('GET', '/api/openapi.json');
  // Each sample shop would take a core for a minute.
  operations = operationsOf(body).filter(
    ({ method, path }) => method !== 'POST' || path !== '/api/v1/sample',
  );
});
after(async () => {
  agent.destroy();
  await product.close();
});

interface Told {
  readonly asked: Hostile;
  readonly answer: Answered;
}

/**
 * Requests as one account's owner, without signing in and as the operator, until the owner is
 * signed out.
 */
async function asFreshAccount(random: () => number): Promise<readonly Told[]> {
  const owner = await product.newAccount('Fuzzed');
  const things = await makeThings(owner, await makeVisit(product.url, owner));
  const next = hostileRequests(random, operations, things);
  const told: Told[] = [];
  let asked = 0;
  const lane = async (): Promise<void> => {
    while (asked < perAccount) {
      asked += 1;
      const request = next(tokenBy(random(), owner));
      told.push({ asked: request, answer: await send(product.url, request, agent) });
      if (asked % lookEvery === 0 && !(await isSignedIn(owner))) asked = perAccount;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return told;
}

async function isSignedIn({ call }: Owner): Promise<boolean> {
  return (await call('GET', '/session')).status === 200;
}

function tokenBy(chance: number, owner: Owner): string | null {
  if (chance < 0.7) return owner.token;
  return chance < 0.95 ? null : product.operatorToken;
}

function isProblem({ status, type, text }: Answered): boolean {
  if (!type.startsWith('application/json')) return false;
  const { code, message } = JSON.parse(text) as Record<string, unknown>;
  return isErrorCode(code) && errorTable[code].status === status && typeof message === 'string';
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorTable, code);
}

const shown = ({ asked, answer }: Told): string =>
  `${asked.method} ${asked.path.slice(0, 200)} ${JSON.stringify(asked.headers)} ${asked.body?.toString().slice(0, 400)} → ${answer.status} ${answer.text.slice(0, 300)}`;

describe(`${requests} hostile requests by seed ${seed}`, () => {
  const told: Told[] = [];

  test('[OP4] none is answered with a 5xx', { timeout: 300_000 }, async (t) => {
    const random = seededRandom(seed);
    while (told.length < requests) told.push(...(await asFreshAccount(random)));
    const counts = Map.groupBy(told, ({ answer }) => answer.status);
    t.diagnostic(
      [...counts]
        .map(([status, of]) => `${status}: ${of.length}`)
        .toSorted()
        .join(', '),
    );
    const taken = told.filter(({ answer }) => answer.status < 300);
    assert.ok(taken.length > requests / 10, `only ${taken.length} came as far as an answer`);
    const failed = told.filter(({ answer }) => answer.status >= 500);
    assert.deepEqual(failed.map(shown), []);
  });

  test('[OP4] each refusal is a problem of the table, with the status of its code', () => {
    const refused = told.filter(
      ({ asked, answer }) => answer.status >= 400 && asked.method !== 'HEAD',
    );
    assert.deepEqual(refused.filter((each) => !isProblem(each.answer)).map(shown), []);
  });

  test('[OP4] each refusal is one that the document declares for its operation', async () => {
    const holdDeclared = declaredRefusals(() => product.url);
    for (const { asked, answer } of told.filter(({ asked: { method } }) => method !== 'HEAD'))
      if (answer.status >= 400)
        await holdDeclared(asked.method, asked.path, answer.status, JSON.parse(answer.text));
  });
});

describe('bytes that are not a request', () => {
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n';
  const cases: readonly [string, string, ErrorCode][] = [
    ['bytes that are no HTTP', '\0\xff\x16\x03\x01 hello\r\n\r\n', 'request.malformed'],
    ['a head that does not end', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}`, 'request.too_large'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx',
      'request.malformed',
    ],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 'request.malformed'],
    [
      'an upgrade to nowhere',
      `GET /nowhere HTTP/1.1\r\nHost: x\r\n${upgrade}`,
      'request.not_found',
    ],
    ['an upgrade of %00', `GET /%00 HTTP/1.1\r\nHost: x\r\n${upgrade}`, 'request.not_found'],
  ];
  for (const [what, bytes, code] of cases)
    test(`[OP4] get a problem as the answer: ${what}`, async () => {
      const answer = await sendBytes(product.url, bytes);
      const [head = '', body = ''] = answer.split('\r\n\r\n');
      assert.match(head, new RegExp(`^HTTP/1.1 ${errorTable[code].status} `), answer);
      assert.equal((JSON.parse(body) as { code: string }).code, code);
    });
});

test('[OP4] a name that is too long is refused only to callers who may ask', async () => {
  const owner = await product.newAccount('Named');
  const path = `/attributes/${'a'.repeat(150)}`;
  const { status, body } = await product.anybody('DELETE', path);
  assert.deepEqual([status, body.code], [401, 'auth.required']);
  const known = await owner.call('DELETE', path);
  assert.ok(known.status === 404 || known.status === 422, String(known.status));
  const nul = await fetch(`${product.url}/%00`);
  assert.deepEqual([nul.status, (await nul.json()).code], [400, 'request.malformed']);
});
