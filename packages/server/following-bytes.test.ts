// The bytes that are stated of tables without a bound of their own: some of each group are filled with
// the largest entries that there can be, and the heap is measured.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { jsonBytes } from '@opportune/core/bounds/json-size.ts';
import { compileConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import { windowLimits } from '@opportune/core/learning/challenger/moment-window.ts';
import { learnPages } from '@opportune/core/learning/intent/page-values.ts';
import { campaign, configuration } from '@opportune/core/world/test/shop.test-support.ts';
import { intentGoals } from '@opportune/protocol/behaviour/intent.ts';
import { conditionLimits, type Condition } from '@opportune/protocol/campaign/condition.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { keepForTraining } from './learn/challenger/challenge.ts';
import { compileMask } from '@opportune/core/masking/mask.ts';
import { AccountId, GoalId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits/accounts.ts';
import { maskLimits } from '@opportune/protocol/rest/conversation/masking.ts';
import { Audience } from './desk/audience/audience.ts';
import type { Listener } from './desk/audience/listener.ts';
import { Arrivals } from './engage/owner/arrivals.ts';
import { Wakes } from './engage/owner/wakes.ts';
import type { VisitorLink } from './engage/intake.ts';
import { KeyedQueue } from './http/keyed-queue.ts';
import { boundConnections } from './http/sockets/connections.ts';
import { trackSockets } from './http/sockets/drain.ts';
import { mostConversations, ServiceLevels } from './learn/agent-time/service-level.ts';
import {
  bytesOfOne,
  configuredTables,
  connectionTables,
  type FollowingTables,
  requestTables,
  visitorTables,
} from './memory/following-tables.ts';
import { longId, takesAtMost, wide } from './memory/heap-bytes.test-support.ts';
import { AccountLearner } from './learn/intent/account-learner.ts';
import { newGoalModel } from './learn/intent/goal-model.ts';
import { SettledFigures } from './report/settled-figures.ts';

const clock = { now: () => 1_800_000_000_000 };
const never = () => () => {};
/** What is stated of one thing in some of a group's tables. */
function statedOf({ tables }: FollowingTables, ...names: readonly string[]): number {
  const stated = Object.entries(tables).filter(([table]) =>
    names.some((name) => table.includes(name)),
  );
  assert.ok(stated.length >= names.length, names.join());
  return stated.reduce((sum, [, bytes]) => sum + bytes, 0);
}

test('[OP11.2] places of visitors: their instants, and browsers on their way, again and here', () => {
  const many = 10_000;
  return takesAtMost(many * bytesOfOne(visitorTables), async () => {
    const wakes = new Wakes<string>(clock, never, () => {});
    const arrivals = new Arrivals({
      ...{ schedule: never, log: { error() {} } },
      enter: () => Promise.reject(new Error('the store is away')),
    });
    const audience = new Audience();
    for (let at = 0; at < many; at++) {
      wakes.set(longId(at), clock.now() + at * 1000);
      // What the connection has anyway.
      arrivals.begin({ visitor: at, fresh: false } as unknown as VisitorLink);
      const listener = { channel: 'web', address: longId(at), site: null, payer: null, hear() {} };
      audience.addListener(listener as unknown as Listener);
    }
    await new Promise((resolve) => setImmediate(resolve));
    return [wakes, arrivals, audience];
  });
});

test('[OP11.2] connections, as the bounds of addresses, that of all and a restart know them', async () => {
  const many = 500;
  const tracked = trackSockets();
  const server = createServer();
  boundConnections(server, {
    ...{ isProxy: () => false, clientAddress: () => '' },
    ...{ halfOpen: 2 * many, idle: 1, all: 2 * many },
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const clients: Socket[] = [];
  server.on('connection', (socket) => tracked.add(socket));
  // With the socket at either end.
  await takesAtMost(many * bytesOfOne(connectionTables), async () => {
    for (let at = 0; at < many; at++) {
      const arrived = new Promise((resolve) => server.once('connection', resolve));
      clients.push(connect(port, '127.0.0.1'));
      await arrived;
    }
    return tracked;
  });
  assert.equal(tracked.count, many);
  for (const client of clients) client.destroy();
  server.close();
});

test('[OP11.2] requests that wait for one another, each under the longest name', () => {
  const many = 5_000;
  return takesAtMost(many * statedOf(requestTables, 'keyed-queue.ts'), () => {
    const queue = new KeyedQueue();
    for (let at = 0; at < many; at++)
      void queue.run(`${longId(at)} ${longId(at)}`, () => new Promise(() => {}));
    return queue;
  });
});

test('[OP11.2] masks of an account with the largest patterns that it may have', () =>
  takesAtMost(statedOf(configuredTables, 'masks'), () => {
    const patterns = Array.from({ length: maskLimits.patterns }, (_, nth) => ({
      ...{ name: wide(nth, 40), replacement: '•••', events: true },
      expression: `k${nth}[a-z]{${Math.floor(maskLimits.programSize * 0.9)}}`,
    }));
    const mask = compileMask({ ibans: true, patterns });
    assert.notEqual(mask.text(`k0${'a'.repeat(900)}`), `k0${'a'.repeat(900)}`);
    return mask;
  }));

test('[OP11.2] conversations of an account whose waits its service level remembers', () =>
  takesAtMost(statedOf(configuredTables, 'service-level.ts'), () => {
    const levels = new ServiceLevels();
    const account = AccountId.parse(longId(0));
    for (let at = 0; at < 2 * mostConversations; at++)
      levels.heard(
        account,
        { type: 'started', conversation: longId(at), skill: null } as never,
        clock.now() + at,
      );
    return levels;
  }));

test('[OP11.2] figures of campaigns that are over, of an account with as many as it may have', () =>
  takesAtMost(statedOf(configuredTables, 'settled-figures.ts'), () => {
    const settled = new SettledFigures<object>();
    const lines = settled.of(AccountId.parse(longId(0)), 1);
    for (let at = 0; at < accountLimits.campaigns; at++)
      lines.set(longId(at), {
        ...{ eligible: { treatment: at, control: at }, harm: null, at: clock.now() + at },
        effect: { estimate: at / 7, low: at / 8, high: at / 9, unit: 'conversion', closed: at },
      });
    return settled;
  }));

test('[OP11.2] the engine of an account, from its configuration', () => {
  const value = (at: number) =>
    Array.from({ length: conditionLimits.listValues }, (_, nth) => wide(at * 1000 + nth, 40));
  const audience = (at: number): Condition => ({
    any: Array.from({ length: 20 }, (_, part) => ({
      ...{ fact: 'visit.landing', op: 'in', value: value(at * 20 + part) },
    })),
  });
  const campaigns = Array.from({ length: 200 }, (_, at) =>
    campaign({ id: `c${at}`, moment: audience(at) }),
  );
  const source = structuredClone(configuration(campaigns));
  const stated = statedOf(configuredTables, '#engines');
  const parts = stated / tableLimits.accountConfigurationBytes;
  return takesAtMost((parts - 1) * jsonBytes(source), () => compileConfiguration(source));
});

test('[OP11.2] what an account has learnt for as many goals as are scored', () =>
  takesAtMost(statedOf(configuredTables, 'learners.ts'), () => {
    const learner = new AccountLearner(0);
    learner.models = Array.from({ length: intentGoals }, (_, at) => {
      const of = newGoalModel(GoalId.parse(longId(at)), 0, 0);
      const values = new Float64Array(of.model.features.length);
      for (let nth = 0; nth < windowLimits.parts * windowLimits.moments; nth++)
        keepForTraining(of.challenge, of.model, values, nth % 7 === 0);
      for (let page = 0; page < 20_000; page++)
        learnPages(of.model.pageValues, [wide(page, 128)], [wide(page, 128)], page % 7 === 0);
      return of;
    });
    return learner;
  }));
