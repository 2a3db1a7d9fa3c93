// One account floods the product in every way that an account can. The events, messages and API
// requests of an ordinary account beside it are still served. The product is started, and the
// attacker is a process of its own.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test, type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { eventually } from '../e2e/product.test-support.ts';
import { comeToWork, type SocketAgent } from '../e2e/socket-agent.test-support.ts';
import { attack, type AttackPlan } from '../support/attacker.test-support.ts';
import type { OwnThings, Target } from '../support/attacks.test-support.ts';
import { campaignDocument, goalDraft } from '../support/examples.test-support.ts';
import { testPassword } from '../support/people.test-support.ts';
import {
  beginConversations,
  beginConversation,
  type Shop,
  type Talking,
} from '../support/talking-visitors.test-support.ts';
import {
  beside,
  bytesPerSecond,
  type Besieged,
  type Business,
  measured,
  Passerby,
  seeThatServed,
  startBesieged,
  toldOf,
  type Waits,
} from './besieged.test-support.ts';

const floodMs = 4000;
/**
 * Time between two of its events, messages and requests, each. Half of what two cores beside other work
 * can do is more, so that what it waits for is not its own line.
 */
const everyMs = 60;
const addresses = Array.from({ length: 50 }, (_, nth) => `203.0.113.${nth}`);

let shops: Besieged;
let visitors: readonly Passerby[];
let talkers: readonly Talker[];
let agents: readonly SocketAgent[];
let own: OwnThings;
let atRest: Served;

before(async () => {
  shops = await startBesieged();
  const { hostile, ordinary } = shops;
  agents = [await openForChats(hostile), await openForChats(ordinary)];
  const nth = Array.from({ length: 40 }, (_, at) => at);
  visitors = await Promise.all(
    nth.slice(0, 10).map((at) => Passerby.arrive(ordinary.target, `198.51.100.${at}`)),
  );
  // Enough visitors that together they may write as often as is measured.
  talkers = await Promise.all(nth.map((at) => Talker.begin(ordinary, `198.51.100.${at}`)));
  own = await ownThings(hostile);
  [, atRest] = await served(wait(floodMs));
});
after(async () => {
  for (const each of [...visitors, ...talkers]) each.leave();
  for (const each of agents) each.close();
  await shops.close();
});

/** Conversations wait in its queue, and its agent takes none. */
async function openForChats({ owner }: Business): Promise<SocketAgent> {
  const { body: routing } = await owner.call('GET', '/routing');
  await owner.call('PUT', '/routing', { ...routing, mode: 'pick' });
  const person = { email: owner.user.email, password: testPassword };
  const agent = await comeToWork(shops.product, person);
  agent.send({ type: 'agent.state', state: 'online' });
  await eventually(
    () => Promise.resolve(agent.received),
    (frames) =>
      frames.some((each) => each.type === 'agent.changed' && each.agent.state === 'online'),
  );
  return agent;
}

const shopOf = ({ target: { key, origin } }: Business): Shop => ({
  ...{ url: shops.product.url, key, origin },
});

async function ownThings({ owner, secretKey }: Business): Promise<OwnThings> {
  const { body: sites } = await owner.call('GET', '/sites');
  const site = sites.items[0].id;
  const { body: goal } = await owner.call('POST', '/goals', goalDraft);
  const campaigns: string[] = [];
  for (let at = 0; at < 5; at++) {
    const document = { ...campaignDocument(goal.id, [site]), name: `Campaign ${at}` };
    campaigns.push((await owner.call('POST', '/campaigns', { document })).body.id);
  }
  const { conversation } = await beginConversation(shopOf(shops.hostile), '203.0.113.200');
  return { secretKey, token: owner.token, site, campaigns, conversation };
}

/** A visitor in a conversation, who writes a message and waits until it is stored. */
class Talker {
  readonly #talking: Talking;
  /** By message id. */
  readonly #posting = new Map<string, PromiseWithResolvers<void>>();

  private constructor(talking: Talking) {
    this.#talking = talking;
    talking.socket.on('message', (data) => {
      const heard = JSON.parse(String(data)) as ServerFrame;
      if (heard.type === 'chat.posted') this.#posting.get(heard.id)?.resolve();
      if (heard.type === 'chat.refused' && heard.id !== null)
        this.#posting.get(heard.id)?.reject(new Error(`refused: ${heard.problem.code}`));
    });
  }

  static async begin(business: Business, address: string): Promise<Talker> {
    return new Talker(await beginConversation(shopOf(business), address));
  }

  /** Resolves with how long one message took to be stored, in ms. */
  async say(): Promise<number> {
    const id = randomUUID();
    const from = performance.now();
    const posting = Promise.withResolvers<void>();
    this.#posting.set(id, posting);
    this.#talking.post(id, 'Is it there already?');
    await posting.promise.finally(() => this.#posting.delete(id));
    return performance.now() - from;
  }

  leave(): void {
    this.#talking.socket.terminate();
  }
}

interface Served {
  readonly events: Waits;
  readonly messages: Waits;
  readonly requests: Waits;
}

/** Runs all activities of the ordinary account until `meanwhile` settles. */
async function served<T>(meanwhile: Promise<T>): Promise<[T, Served]> {
  const { product, ordinary } = shops;
  const ask = async (): Promise<number> => {
    const from = performance.now();
    assert.equal((await ordinary.owner.call('GET', '/sites')).status, 200);
    return performance.now() - from;
  };
  const say = (nth: number): Promise<number> =>
    talkers[nth % talkers.length]?.say() ?? Promise.reject();
  const [[result, events], [, messages], [, requests]] = await Promise.all([
    beside(shops, visitors, meanwhile, everyMs),
    measured(product, say, meanwhile, everyMs),
    measured(product, ask, meanwhile, everyMs),
  ]);
  return [result, { events, messages, requests }];
}

function seeAllServed(t: TestContext, during: Served): void {
  const kinds = ['events', 'messages', 'requests'] as const;
  for (const each of kinds)
    t.diagnostic(`${each}: ${toldOf(during[each])}; at rest ${toldOf(atRest[each])}`);
  for (const each of kinds) seeThatServed(during[each], atRest[each]);
}

const planOf = (plan: Pick<AttackPlan, 'attack'> & Partial<AttackPlan>): AttackPlan => ({
  ...{ target: { ...shops.hostile.target, own } satisfies Target, addresses, bytesPerSecond },
  ...{ durationMs: floodMs },
  ...plan,
});

test('[I24] beside an account with thousands of events a second', async (t) => {
  const [{ pieces, closed }, during] = await served(
    attack(planOf({ attack: 'events of many visitors', bytesPerSecond: 10 * bytesPerSecond })),
  );
  seeAllServed(t, during);
  assert.ok(pieces >= 10 && closed === 0, `${pieces} visitors, ${closed} closed`);
});

test('[I24] beside an account whose queue and conversations are flooded', async (t) => {
  const talks = await beginConversations(shopOf(shops.hostile), 40);
  let said = 0;
  const talk = setInterval(() => {
    for (const each of talks) each.post(randomUUID(), `Hello ${(said += 1)}`);
  }, 100);
  const [{ pieces }, during] = await served(attack(planOf({ attack: 'conversations' })));
  clearInterval(talk);
  for (const { socket } of talks) socket.terminate();
  seeAllServed(t, during);
  assert.ok(said > 200 && pieces > 20, `${said} messages, ${pieces} conversations`);
});

test('[I24] beside an account that sends files', async (t) => {
  const flood = attack(
    planOf({
      attack: 'files of an account',
      awaited: '200',
      bytesPerSecond: 100 * bytesPerSecond,
    }),
  );
  const [{ answers }, during] = await served(flood);
  seeAllServed(t, during);
  assert.ok((answers['200'] ?? 0) > 0, JSON.stringify(answers));
});

test('[I23] beside an account that imports its history', async (t) => {
  const [{ answers }, during] = await served(
    attack(
      planOf({
        attack: 'history of an account',
        awaited: '200',
        bytesPerSecond: 40 * bytesPerSecond,
      }),
    ),
  );
  seeAllServed(t, during);
  assert.ok((answers['200'] ?? 0) > 0, JSON.stringify(answers));
});

test('[I23] beside an account that keeps asking for figures', async (t) => {
  const [{ answers }, during] = await served(
    attack(planOf({ attack: 'figures of an account', awaited: '200', lines: 40 })),
  );
  seeAllServed(t, during);
  assert.ok((answers['200'] ?? 0) > 0, JSON.stringify(answers));
});

test('[I23] beside an account that rehearses', async (t) => {
  const [{ answers }, during] = await served(
    attack(planOf({ attack: 'rehearsals of an account', awaited: '200', lines: 10 })),
  );
  seeAllServed(t, during);
  assert.ok((answers['200'] ?? 0) > 0, JSON.stringify(answers));
});
