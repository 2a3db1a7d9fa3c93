// Promise 6 over the API of the whole product. The test walks the OpenAPI document, so that no
// operation can be forgotten. It calls each operation as another account, with lower roles and
// without signing in, and checks beside each denial that the right role is admitted.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { type Operation, operationsOf } from '@opportune/server/http/openapi/api-operations.ts';
import {
  type Things,
  bodyOf,
  fillPath,
  freshThings,
  makeThings,
  prepare,
} from '../support/examples.test-support.ts';
import { WebSocket } from 'ws';
import {
  type Answer,
  type Owner,
  type Person,
  testPassword,
} from '../support/people.test-support.ts';
import { type Product, startProduct } from '../support/product.test-support.ts';
import { makeVisit } from '../support/visit.test-support.ts';

let product: Product;
let owner: Owner;
let stranger: Owner;
let manager: Person;
let agent: Person;
let things: Things;
let strangersThings: Things;
let operations: readonly Operation[];

before(async () => {
  product = await startProduct();
  owner = await product.newAccount('Owner');
  stranger = await product.newAccount('Stranger');
  manager = await product.invite(owner, 'manager');
  agent = await product.invite(owner, 'agent');
  const made = await makeThings(owner, await makeVisit(product.url, owner));
  const deadLetter = await product.failJob(owner.account);
  const delivery = await product.failDelivery(owner.account, made.conversation);
  const moved = await product.moveContacts(owner.account);
  const failed = await product.failEvent(owner.account);
  // Each test of a letter makes its own: the ids of messages are not unique in the installation.
  const letter = randomUUID();
  things = { ...made, deadLetter, delivery, ...moved, ...failed, letter, note: randomUUID() };
  strangersThings = await makeThings(stranger, await makeVisit(product.url, stranger));
  const { body } = await product.anybody('GET', '/api/openapi.json');
  operations = operationsOf(body).filter(({ access }) => access.includes('Role:'));
});
after(() => product.close());

/**
 * Counts as done: an answer that mail is not configured, that the site cannot be reached, and a
 * conflict because the conversation is a message that was left. Only those who may call get these
 * answers.
 */
function isDone({ status, body }: Answer, path: string): boolean {
  const isLeft = path.endsWith('/take') && body.code === 'request.conflict';
  // There is no sample shop to enter.
  const isNone = path.endsWith('/sample/enter') && body.code === 'request.conflict';
  // The site of the examples is at no address.
  const isNowhere = path.endsWith('/brand/read') && body.code === 'brand.unreachable';
  // There is no second channel.
  const isShut = path.endsWith('/continue') && body.code === 'contact.address_closed';
  // Nothing was rehearsed, and the file is not written yet.
  const isEarly =
    /contact-imports.*\/run$|contact-exports.*csv$/.test(path) && body.code === 'request.conflict';
  // The conversation is a message that was left, which nobody has.
  const isNobodys =
    /\/(contact-verifications|caller-code)$/.test(path) && body.code === 'conversation.ended';
  // Nothing was recorded, and only the agent of the conversation would know.
  const isUnheard = path.includes('/recordings') && body.code === 'request.not_found';
  // Nobody has asked for approval.
  const isUnasked = /\/approval(\/decline)?$/.test(path) && body.code === 'campaign.state';
  // Nobody is usually there at that time.
  const isFull = path.endsWith('/slot') && body.code === 'callback.slot';
  const isNot =
    isFull ||
    isLeft ||
    isNobodys ||
    isNone ||
    isNowhere ||
    isShut ||
    isEarly ||
    isUnasked ||
    isUnheard;
  return status < 300 || body.code === 'mail.not_configured' || isNot;
}

type Writable<Of> = { -readonly [Name in keyof Of]: Of[Name] };

/** The owner's things, with a new one, ready for use, for the operation at this path. */
async function mineFor(path: string, person: Person = owner): Promise<Things> {
  const known: Writable<Things> = { ...things };
  if (path.startsWith('/api/v1/dead-letters'))
    known.deadLetter = await product.failJob(owner.account);
  if (path.includes('{delivery}'))
    known.delivery = await product.failDelivery(owner.account, things.conversation);
  if (path.includes('{letter}'))
    known.letter = await product.keepLetter(owner.account, things.conversation);
  if (path.includes('/callbacks/'))
    known.callback = await product.promiseCallback(owner.account, things.conversation);
  if (path.includes('{event}')) Object.assign(known, await product.failEvent(owner.account));
  if (path.startsWith('/api/v1/contact'))
    Object.assign(known, await product.moveContacts(owner.account));
  if (path.includes('{note}')) known.note = await noteOf(known.contact);
  const fresh = await freshThings(ofOnes.test(path) ? person : owner, path, known);
  await prepare(owner, path, fresh);
  return fresh;
}

async function noteOf(contact: string): Promise<string> {
  return (await agent.call('POST', `/contacts/${contact}/notes`, { text: 'A note' })).body.id;
}

/** The status that answers the upgrade to the console's socket. */
async function socketStatus(token: string): Promise<number | undefined> {
  const socket = new WebSocket(`${product.url.replace('http', 'ws')}/api/v1/socket`, {
    headers: { authorization: `Bearer ${token}` },
  });
  // The close before the opening causes this error. The status is known by then.
  socket.on('error', () => {});
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  socket.on('open', () => resolve(101));
  socket.on('unexpected-response', (_, response) => resolve(response.statusCode));
  const status = await promise;
  socket.terminate();
  return status;
}

const rank = { agent: 1, manager: 2, administrator: 3 } as const;
function roleOf({ access }: Operation): keyof typeof rank {
  const role = /Role: (agent|manager|administrator)/.exec(access)?.[1];
  assert.ok(role === 'agent' || role === 'manager' || role === 'administrator');
  return role;
}

/** Paths of what each user owns alone. */
const ofOnes = /^\/api\/v1\/my-/;

/**
 * Operations that end the caller's session or change their password, so each is called with a
 * session of its own.
 */
const ofOneself = /\/api\/v1\/(session|password)$/;

/** Every key and text of a value of JSON. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [key, ...textsIn(each)]);
}

/** A short id may be within a random one by chance, so it counts only as a whole text. */
function shows(texts: readonly string[], id: string): boolean {
  return texts.some((text) => text === id || (id.length >= randomLength && text.includes(id)));
}
/** Nobody draws the same so many letters again. */
const randomLength = 12;

/** Operations that their owner, an administrator, was seen to be admitted to. */
const admitted = new Set<Operation>();

describe('promise 6: no request reads or changes another account', () => {
  test('the document has operations to walk', () => {
    assert.ok(operations.length >= 45, `only ${operations.length}`);
  });

  test('an administrator finds what belongs to their account, and nothing of another account', async () => {
    for (const operation of operations.filter((each) => each.path.includes('{'))) {
      const { method, path } = operation;
      const fresh = await mineFor(path);
      const [address, body] = [fillPath(path, fresh), bodyOf(method, path, fresh)];
      const denied = await stranger.call(method, address, body);
      assert.equal(
        denied.status,
        404,
        `${method} ${path} as a stranger: ${JSON.stringify(denied.body)}`,
      );
      assert.equal(denied.body.code, 'request.not_found');
      const allowed = await owner.call(method, address, body);
      assert.ok(
        isDone(allowed, path),
        `${method} ${path} as its owner: ${JSON.stringify(allowed.body)}`,
      );
      admitted.add(operation);
    }
  });

  test('lists show nothing of another account', async () => {
    for (const { method, path } of operations.filter(
      (each) => each.method === 'GET' && !each.path.includes('{'),
    )) {
      const own = await owner.call(method, path);
      const theirs = await stranger.call(method, path);
      assert.equal(own.status, 200, path);
      assert.equal(theirs.status, 200, path);
      const shown = textsIn(theirs.body);
      for (const id of [...Object.values(things), owner.account])
        assert.ok(!shows(shown, id), `${path} shows ${id} to a stranger`);
    }
    assert.ok(shows(textsIn((await owner.call('GET', '/sites')).body), things.site));
    assert.deepEqual([shows(['m1'], 'm1'), shows(['8c3em1d'], 'm1')], [true, false]);
  });

  test("an account cannot refer to another account's things", async () => {
    const [theirs, own] = [things, strangersThings];
    const section = await stranger.call('POST', '/sections', {
      site: theirs.site,
      name: 'Theirs',
      patterns: ['/'],
    });
    assert.deepEqual([section.status, section.body.path], [422, 'site']);
    const { body } = await stranger.call(
      'POST',
      '/campaigns',
      bodyOf('POST', '/api/v1/campaigns', theirs),
    );
    const published = await stranger.call('POST', `/campaigns/${body.id}/publish`, { revision: 1 });
    assert.deepEqual([published.status, published.body.path], [422, 'goal']);
    const allowed = await stranger.call('POST', `/campaigns/${own.campaign}/publish`, {
      revision: 1,
    });
    assert.equal(allowed.status, 200);
  });
});

describe('roles', () => {
  test('nobody gets in without signing in', async () => {
    for (const { method, path } of operations) {
      const answer = await product.anybody(
        method,
        fillPath(path, things),
        bodyOf(method, path, things),
      );
      assert.deepEqual(
        [answer.status, answer.body.code],
        [401, 'auth.required'],
        `${method} ${path}`,
      );
    }
  });

  test('[SI3] a user who signed in by a link may only choose a password until they have one', async () => {
    const email = `new.${randomUUID()}@aldermoor.example`;
    const invited = await owner.call('POST', '/users', {
      ...{ email, name: 'New', role: 'administrator', room: 1 },
    });
    const code = invited.body.link.split('#code=')[1];
    const { body } = await product.anybody('POST', '/session/link', { code });
    assert.equal(body.mustSetPassword, true);
    const call = product.callAs(body.token);
    const cookie = { cookie: `opportune_session=${body.token}` };
    for (const { method, path } of operations.filter((each) => !ofOneself.test(each.path))) {
      const [address, sent] = [fillPath(path, things), bodyOf(method, path, things)];
      for (const answer of [
        await call(method, address, sent),
        await product.anybody(method, address, sent, cookie),
      ])
        assert.deepEqual(
          [answer.status, answer.body.code],
          [403, 'auth.password_required'],
          `${method} ${path}`,
        );
    }
    assert.equal(await socketStatus(body.token), 403);
    assert.equal((await call('GET', '/session')).status, 200);
    assert.equal((await call('POST', '/password', { password: testPassword })).status, 200);
    assert.equal((await call('GET', '/sites')).status, 200);
    assert.equal(await socketStatus(body.token), 101);
    assert.equal((await call('DELETE', '/session')).status, 200);
  });

  // Some thousand requests, beside other work.
  test(
    'each operation admits its role and those above, and refuses those below',
    { timeout: 400_000 },
    async () => {
      const people = { agent, manager, administrator: owner } as const;
      for (const operation of operations.filter(({ path }) => !ofOneself.test(path))) {
        const { method, path } = operation;
        const needed = roleOf(operation);
        // What is refused or only read leaves the things as they were, for the next role to use.
        const isShared = !ofOnes.test(path);
        let unused: Things | undefined;
        for (const role of ['agent', 'manager', 'administrator'] as const) {
          if (role === 'administrator' && admitted.has(operation)) continue;
          const fresh = unused ?? (await mineFor(path, people[role]));
          const answer = await people[role].call(
            method,
            fillPath(path, fresh),
            bodyOf(method, path, fresh),
          );
          const who = `${method} ${path} as ${role}: ${JSON.stringify(answer.body)}`;
          const isAdmitted = rank[role] >= rank[needed];
          if (isAdmitted) assert.ok(isDone(answer, path), who);
          else assert.deepEqual([answer.status, answer.body.code], [403, 'auth.forbidden'], who);
          unused = isShared && (!isAdmitted || method === 'GET') ? fresh : undefined;
        }
      }
    },
  );

  test('the reference contains every served operation', async () => {
    const { body } = await product.anybody('GET', '/api/openapi.json');
    const reference = readFileSync('docs/reference/api.md', 'utf8');
    const served = operationsOf(body).map(({ method, path }) => `### ${method} ${path}\n`);
    assert.deepEqual(
      served.filter((each) => !reference.includes(each)),
      [],
    );
  });

  test("the operator's routes require the operator's token, not an administrator's session", async () => {
    const { body } = await product.anybody('GET', '/api/openapi.json');
    const wanted = operationsOf(body).filter(({ access }) => access.includes('operator'));
    assert.ok(wanted.length >= 3);
    for (const { method, path } of wanted) {
      const address = path.replace('{id}', owner.account);
      const made = {
        name: 'One more',
        administrator: { email: 'one@more.example', name: 'One More' },
      };
      const sent = method === 'POST' && path.endsWith('/accounts') ? made : undefined;
      assert.equal((await product.anybody(method, address, sent)).status, 401);
      assert.equal((await owner.call(method, address, sent)).status, 403);
      assert.ok(
        (await product.callAs(product.operatorToken)(method, address, sent)).status < 300,
        `${method} ${path}`,
      );
    }
  });
});
