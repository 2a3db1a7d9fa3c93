// The bounds in bytes of tables in memory: each table is filled with the largest entries that there can
// be, and the heap is measured. A text of two bytes a character is the largest.
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { BoundedMap } from '@opportune/core/bounds/bounded-map.ts';
import { jsonBytes } from '@opportune/core/bounds/json-size.ts';
import { SizedMap } from '@opportune/core/bounds/sized-map.ts';
import { newCall } from '@opportune/core/call/call.ts';
import { callLimits } from '@opportune/core/call/limits.ts';
import { step } from '@opportune/core/call/step.ts';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { createAgentsRoom } from '@opportune/core/bus/agents-room.ts';
import { BurstWatch } from '@opportune/core/proof/alarms/burst-watch.ts';
import { digest } from '@opportune/core/world/fingerprint.ts';
import { configuration } from '@opportune/core/world/test/shop.test-support.ts';
import { availabilityChanged } from '@opportune/protocol/bus/room.ts';
import {
  AccountId,
  CallId,
  GoalId,
  LegId,
  PageViewId,
  UserId,
  VisitId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import { spokenLimits } from '@opportune/protocol/limits/calls.ts';
import { burstLimits } from '@opportune/protocol/limits/intake.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { deliveryLimits } from '@opportune/protocol/limits/channels.ts';
import { mailboxLimits } from '@opportune/protocol/limits/mail.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { openMemoryBudgets } from './adapter/budgets-memory.ts';
import { openMemoryBus } from './adapter/bus-memory.ts';
import { testLog } from './adapter/engines.test-support.ts';
import { createTokens } from './channel/email/connection/tokens.ts';
import { SendRates } from './channel/deliveries/send-rates.ts';
import { Rate } from './channel/web/message-rates.ts';
import { readAgent } from './collect/sender.ts';
import { Commands } from './desk/answered-requests.ts';
import { chargedSessions } from './http/access/charged-sessions.ts';
import { UnstoredAnswers } from './http/idempotency/unstored-answers.ts';
import { createVisitorClaims } from './identity/visitor-claims.ts';
import { OpenVisits } from './learn/intent/open-visits.ts';
import { entryBytes } from './memory/entry-bytes.ts';
import { longId, takesAtMost, wide } from './memory/heap-bytes.test-support.ts';

const clock = { now: () => 1_800_000_000_000 };

test('[OP11.2] rates of channels and turns of deliveries', () =>
  takesAtMost(
    deliveryLimits.buckets * (entryBytes.rate + entryBytes.held) +
      deliveryLimits.turns * entryBytes.turn,
    () => {
      const rates = new SendRates();
      for (let at = 0; at < deliveryLimits.buckets; at++) {
        const channel = `${longId(at)} ${longId(at)}`;
        const rate = { of: 'address', most: 1, perMs: 60_000 } as const;
        const sending = { channel, revision: 1, address: wide(at, 320), rates: [rate] };
        for (const delivery of ['a', 'b'])
          rates.turn({ ...sending, delivery: `${delivery}${longId(at)}` }, clock.now());
        rates.hold(sending, clock.now() + 1);
      }
      return rates;
    },
  ));

test('[OP11.2] calls that run', () =>
  takesAtMost(spokenLimits.calls * entryBytes.call, () =>
    Array.from({ length: spokenLimits.calls }, (_, at) => {
      const call = newCall(CallId.parse(longId(at)), 0);
      const carriers = new Map<LegId, string>();
      const supervisors = Array.from({ length: callLimits.legs - 2 }, (__, nth) => nth + 2);
      const party = (nth: number) =>
        nth === 0
          ? ({ type: 'visitor' } as const)
          : ({ type: 'agent', user: UserId.parse(longId(1000 * at + nth)) } as const);
      for (const nth of [0, 1, ...supervisors]) {
        const leg = LegId.parse(longId(1000 * at + nth));
        step(call, { type: 'leg.join', leg, party: party(nth) }, 0);
        step(call, { type: 'leg.connected', leg }, 0);
        carriers.set(leg, wide(1000 * at + nth, 64));
      }
      return { call, carriers };
    }),
  ));

test('[OP11.2] tokens of mailboxes', async () => {
  let asked = 0;
  const answer = (): string => JSON.stringify({ access_token: wide(asked, 16_384) });
  await takesAtMost(mailboxLimits.watched * entryBytes.mailbox, async () => {
    const tokens = createTokens(async () => {
      asked += 1;
      const body = Readable.from([Buffer.from(answer())]) as IncomingMessage;
      return { type: 'answered', status: 200, headers: {}, body };
    }, clock);
    const grant = { provider: 'google', clientId: 'c', rotated: async () => {} } as const;
    const rest = { clientSecret: undefined, tenant: undefined, apiBase: undefined };
    for (let at = 0; at < mailboxLimits.watched; at++)
      assert.equal((await tokens.of({ ...grant, ...rest, refreshToken: `r${at}` })).type, 'token');
    return tokens;
  });
});

test('[OP11.2] visits that goals learn from: one that grows beyond the bound is not followed', () =>
  takesAtMost(tableLimits.openVisitBytes, () => {
    const visits = new OpenVisits();
    for (let at = 0; !visits.isFull && at < tableLimits.openVisits; at++) {
      const names = Array.from({ length: profileLimits.pages }, (_, page) =>
        wide(at * 1000 + page, profileLimits.textLength),
      );
      const seen = { moments: 1, view: null, paths: names, sections: names.slice(0, 50) };
      const goals = Array.from({ length: 20 }, (_, goal) => GoalId.parse(longId(goal)));
      const reached = new Map(goals.map((goal) => [goal, { ...seen, paths: [...names] }]));
      const visit = { visit: VisitId.parse(longId(at)), lastAt: 1, treated: false };
      const size = visits.size;
      visits.set(VisitorId.parse(longId(at)), { ...visit, ...seen, reached });
      if (visits.size === size) break;
    }
    assert.ok(visits.size > 200);
    return visits;
  }));

test('[OP11.2] budgets of payers, however long their names, and of networks', async () => {
  const payers = 20_000;
  await takesAtMost(payers * entryBytes.payer, () => {
    const budgets = openMemoryBudgets(clock);
    for (let at = 0; at < payers; at++)
      budgets.owe([{ budget: 'sign_in.account', payer: wide(at, 254), amount: 1.5 }]);
    return budgets;
  });
  await takesAtMost(2 * payers * entryBytes.payer, () => {
    const budgets = openMemoryBudgets(clock);
    for (let at = 0; at < payers; at++) {
      const sharer = longId(at);
      budgets.owe([{ budget: 'sign_in.account', payer: longId(at), sharer, amount: 1.5 }]);
    }
    return budgets;
  });
});

test('[OP11.2] holders of visitor ids', () =>
  takesAtMost(tableLimits.claims * entryBytes.claim, async () => {
    const sql = { run: async () => 0, rows: async () => [], row: async () => undefined };
    const withAccount = async <T>(_of: unknown, work: (use: never) => Promise<T>) =>
      work(sql as never);
    const claims = createVisitorClaims({ withAccount } as never, clock);
    const account = AccountId.parse(longId(0));
    for (let at = 0; at < tableLimits.claims; at++) {
      const done = claims.claim(account, VisitorId.parse(longId(at)), PageViewId.parse(longId(at)));
      if (at % 500 === 0) await done;
    }
    await new Promise((resolve) => setImmediate(resolve));
    return claims;
  }));

test('[OP11.2] credits of orders', () =>
  takesAtMost(tableLimits.credits * entryBytes.credit, () => {
    const credits = new BoundedMap<string, VisitorId>(tableLimits.credits);
    for (let at = 0; at < tableLimits.credits; at++)
      credits.set(digest(wide(at, 8000)), VisitorId.parse(longId(at)));
    return credits;
  }));

test('[OP11.2] sessions of the API', () =>
  takesAtMost(tableLimits.goodSessions * entryBytes.session, async () => {
    const found = { findSession: async () => ({}) as never };
    const find = chargedSessions(found, openMemoryBudgets(clock, { rates: unlimited }));
    for (let at = 0; at < tableLimits.goodSessions; at++) await find(wide(at, 4000), 'p');
    return find;
  }));

const unlimited = { 'lookups.address': { perSecond: 1e9, burst: 1e9, payers: 1 } } as const;

test('[OP11.2] user agents, of which a longer one keeps no more than its first characters', () =>
  takesAtMost(tableLimits.userAgents * entryBytes.userAgent, () => {
    for (let at = 0; at < 2 * tableLimits.userAgents; at++)
      readAgent(`Mozilla/5.0 (X11; ${at}) ${wide(at, 500)}`.padEnd(8000, 'я'));
    return true;
  }));

test('[OP11.2] counts of messages: many of few, and few of many', async () => {
  for (const limit of [1, 400])
    await takesAtMost(tableLimits.senderBytes, () => {
      const rate = new Rate(limit, 10_000);
      for (let at = 0; at < (limit === 1 ? 2 * tableLimits.senders : 5000); at++)
        for (let time = 0; time < limit; time++)
          rate.pass(`${longId(at)} ${longId(at)}`, clock.now() + time);
      return rate;
    });
});

test('[OP11.2] answers to commands', () =>
  takesAtMost(conversationLimits.commands * entryBytes.command, async () => {
    const commands = new Commands<string | null>();
    for (let at = 0; at < conversationLimits.commands; at++)
      await commands.once(`${longId(at)} ${longId(at)}`, async () => 'account.full');
    return commands;
  }));

test('[OP11.2] answers that could not be stored', () =>
  takesAtMost(
    2 * tableLimits.unstoredLength + tableLimits.unstoredAnswers * entryBytes.unstored,
    () => {
      const answers = new UnstoredAnswers();
      for (let at = 0; at < 2 * tableLimits.unstoredAnswers; at++) {
        const body = wide(at, tableLimits.unstoredLength / tableLimits.unstoredAnswers);
        answers.keep(longId(at), { status: 200, body } as never);
      }
      return answers;
    },
  ));

test('[OP11.2] availability of accounts: those unused longest make way', () =>
  takesAtMost(tableLimits.roomBytes, async () => {
    const bus = openMemoryBus(testLog());
    const room = createAgentsRoom(bus);
    for (let at = 0; at < 1000; at++) {
      const account = AccountId.parse(longId(at));
      room.availability(account);
      const skills = Object.fromEntries(
        Array.from({ length: 200 }, (_, skill) => [wide(skill, 64), { free: 1, online: 1 }]),
      );
      publish(bus, availabilityChanged, { account, availability: { version: 1, at: 1, skills } });
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(room.availability(AccountId.parse(longId(999))).version, 1);
    return room;
  }));

test('[OP11.2] messages of one topic: the oldest make way, and that is logged', () =>
  takesAtMost(tableLimits.busBytes, () => {
    const dropped: string[] = [];
    const bus = openMemoryBus({ ...testLog(), warn: (text) => void dropped.push(text) });
    bus.subscribe('topic', () => {});
    for (let at = 0; at < 2000; at++) bus.publish('topic', { text: wide(at, 16_000) });
    assert.ok(dropped.length > 500, `${dropped.length}`);
    return bus;
  }));

test('[OP11.2] senders of new visitors, who come all day', () =>
  takesAtMost(
    burstLimits.senders * entryBytes.sender +
      burstLimits.visitors * entryBytes.newVisitor +
      burstLimits.slots * entryBytes.slot,
    () => {
      const watch = new BurstWatch();
      const account = longId(0);
      for (let slot = 0; slot < 250; slot++)
        for (let sender = 0; sender < 4000; sender++) {
          const visitor = longId(slot * 4000 + sender);
          const from = { prefix: longId(sender), network: sender, client: wide(sender, 128) };
          watch.arrive({ account, visitor, ...from, at: clock.now() + slot * 300_000 });
        }
      return watch;
    },
  ));

test('[OP11.2] configurations of accounts', () =>
  takesAtMost(tableLimits.configurationBytes, () => {
    const kept = new SizedMap<string, unknown>({
      entries: tableLimits.configurations,
      bytes: tableLimits.configurationBytes,
      sizeOf: jsonBytes,
    });
    const { version: _, ...like } = configuration([]);
    for (let at = 0; at < 2_000; at++)
      kept.set(longId(at), {
        ...structuredClone(like),
        campaigns: Array.from({ length: 40 }, (__, nth) => ({
          name: wide(nth, 2_000),
          control: nth,
        })),
      });
    assert.ok(kept.size > 500 && kept.sizeBytes > 0.9 * tableLimits.configurationBytes);
    return kept;
  }));
