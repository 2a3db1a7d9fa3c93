// Messages over the awkward kind of channel: its provider over real HTTP, conversations and jobs on
// a PostgreSQL of its own, and a clock that tests advance.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import type { RawRequest } from '@opportune/core/ports/channel.ts';
import type { JobStore } from '@opportune/core/ports/jobs.ts';
import type { Told } from '@opportune/core/contracts/channel.contract.ts';
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import { jobsMade } from '@opportune/protocol/bus/changes.ts';
import {
  type AccountId,
  ChannelId,
  ConversationId,
  MessageId,
  SiteId,
  UserId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import type { Choice } from '@opportune/protocol/conversation/message-content.ts';
import { openMemoryBudgets } from '../adapter/budgets-memory.ts';
import { openPermission } from '../permission/permission.test-support.ts';
import { openMemoryBus } from '../adapter/bus-memory.ts';
import { openConversationStore } from '../adapter/conversations/conversation-store-postgres.ts';
import { testLog } from '../adapter/engines.test-support.ts';
import { until } from '../adapter/process/processes.test-support.ts';
import { type Bench, openBench } from '../testing/jobs-bench.test-support.ts';
import { awkward } from './awkward/awkward-channel.test-support.ts';
import { startAwkwardTwin } from './awkward/awkward-twin.test-support.ts';
import { type ChannelChange, changeChannel, findChannel, insertChannel } from './channel-rows.ts';
import { channelsToSend } from './deliveries/channels-to-send.ts';
import { createDeliveries } from './deliveries/deliveries.ts';
import { deliveryRows } from './deliveries/delivery-rows.ts';
import { readFailed } from './deliveries/failed-deliveries.ts';
import { createLayOut } from './deliveries/lay-delivery.ts';
import { makeAllDeliveries } from './deliveries/make-deliveries.ts';
import { messagesOf } from './incoming/message-ids.ts';
import { createChannelInbox } from './inbox/inbox.ts';
import { inboxRows } from './inbox/inbox-rows.ts';
import type { Handled } from './inbox/seams.ts';
import { createReadUpTo } from './signals/read-up-to.ts';
import { sendSignals } from './signals/signals.ts';

const ids = { next: () => randomBytes(16).toString('base64url') };
type JobRunner = ReturnType<Bench['run']>;

/** `answerMs`: how long to wait for the provider. Enough for a busy machine. */
export async function openMessaging(answerMs = 5000) {
  const bench = await openBench();
  const { records, jobs, time } = bench;
  const log = testLog();
  const bus = openMemoryBus(log);
  const clock = { now: time.now };
  const world = { bus, clock, ids, log, schedule: time.schedule };
  const conversations = openConversationStore(records, clock, async (sql, account, written) =>
    makeAllDeliveries(
      { jobs, deliveries: deliveryRows, ids, clock, bus },
      sql,
      account,
      await written,
    ),
  );
  const provider = await startAwkwardTwin();
  const channels = channelsToSend({
    ...{ records, bus },
    open: (account, { settings, secret }) =>
      awkward.open({ account, settings, secret, capabilities: null }),
  });
  const files = { linkOf: () => '', read: async () => null };
  const letter = { business: '', language: 'en', asked: '', replyTo: null } as const;
  const stores = { inbox: inboxRows(records), deliveries: deliveryRows };
  const layOut = createLayOut({
    ...{ records, conversations, files, inbox: stores.inbox },
    around: async () => letter,
  });
  const permission = openPermission(world);
  const deliveries = createDeliveries({
    ...{ ...world, records, jobs, channels, permission, layOut, answerMs },
    store: stores.deliveries,
    async sent() {},
  });
  const stopSignals = sendSignals({
    ...{ bus, log, records, permission, channels, budgets: openMemoryBudgets(clock) },
    readUpTo: createReadUpTo({ records, conversations, inbox: stores.inbox }),
  });
  const handled: Handled[] = [];
  /** Texts of messages whose handling fails. */
  const faulty = new Set<string>();
  /** Texts for which the desk has no room, and how often it was asked. */
  const full = new Map<string, number>();
  /** Handling an item of a channel waits for its gate. */
  const gates = new Map<ChannelId, Promise<void>>();
  const inbox = createChannelInbox({
    ...{ ...world, records, jobs, stores, permission, changed: deliveries.changed, types() {} },
    pace: { restMs: 0 },
    async converse(_account, item) {
      await gates.get(item.channel);
      if (item.item.type === 'message' && faulty.has(item.item.content.text))
        throw new Error('it is faulty');
      const asked = item.item.type === 'message' ? full.get(item.item.content.text) : undefined;
      if (item.item.type === 'message' && asked !== undefined) {
        full.set(item.item.content.text, asked + 1);
        return 'later';
      }
      handled.push(item);
      return 'handled';
    },
  });
  let runner: JobRunner | null = null;
  subscribe(bus, jobsMade, () => runner?.look());
  return {
    ...{
      records,
      jobs,
      time,
      provider,
      permission,
      deliveries,
      inbox,
      handled,
      faulty,
      full,
      gates,
      bus,
    },
    /** Runs jobs until it is closed. `store` may have the test's failures, `drawn` sets back-offs. */
    run(store: JobStore = jobs, drawn = 0): JobRunner {
      runner = bench.run([deliveries.kind, inbox.kind], drawn, store);
      return runner;
    },
    failed: readFailed({ records, clock }),
    waits: async () => (await jobs.figures()).waiting,
    account: () => openAccount(),
    async close() {
      stopSignals();
      deliveries.close();
      await inbox.close();
      await provider.stop();
      await bus.close();
      await bench.close();
    },
  };

  /** An account with a channel of this kind. */
  async function openAccount() {
    const account = await bench.account();
    const channel = ChannelId.parse(`awkward-${randomUUID()}`);
    const { settings, secret } = provider.channel('one');
    await records.withAccount(account, (sql) =>
      insertChannel(sql, account, {
        ...{ id: channel, kind: 'awkward', createdAt: time.now() },
        ...{ settings: settings as Record<string, string>, secret },
      }),
    );
    const opened = awkward.open(provider.channel('one'));
    assert.ok(opened !== null);
    const change = (to: ChannelChange) =>
      records.withAccount(account, (sql) => changeChannel(sql, channel, to));
    const post = async (request: RawRequest): Promise<void> => {
      const verified = opened.verify(request, time.now());
      assert.ok(verified.type === 'entries');
      for (const entry of verified.entries) {
        const items = opened.items(entry);
        const received = items.map((item) => ({ channel, item, raw: entry.raw }));
        await inbox.keep(account, received);
      }
    };
    return {
      account,
      channel,
      talkWith: (address: string) => openTalk(account, channel, address),
      stateOf: () => records.withAccount(account, (sql) => findChannel(sql, channel)),
      change,
      /** As an administrator does who connects it again. */
      reconnect: () => change({ state: 'connected', lastError: null }),
      /** The provider posts these. */
      async hear(told: readonly Told[], level = 0) {
        for (const request of provider.tell(told, level, time.now())) await post(request);
      },
      post,
    };
  }

  async function openTalk(account: AccountId, channel: ChannelId, address: string) {
    const id = ConversationId.parse(randomUUID());
    const said = (name: string, author: 'agent' | 'visitor') => ({
      id: MessageId.parse(name),
      author:
        author === 'agent'
          ? ({ type: 'agent', user: UserId.parse('ada'), name: 'Ada' } as const)
          : ({ type: 'visitor' } as const),
      body: { type: 'text', text: `words of ${name}` } as const,
      at: time.now(),
    });
    await conversations.open(
      account,
      randomUUID(),
      {
        ...{ id, channel, address, visitorName: '', status: 'waiting' },
        ...{ site: SiteId.parse('shop'), visitor: VisitorId.parse(randomUUID()) },
        ...{ skill: null, origin: null, startedAt: time.now(), replyTo: null, topic: null },
      },
      [said('hello', 'visitor')],
    );
    return {
      id,
      /** The contact's message of an item, as `converse` stores it. */
      received: (item: Handled) =>
        conversations.append(
          account,
          id,
          [{ ...said('x', 'visitor'), id: messagesOf(item.id, 0)[0] }],
          {},
        ),
      write: (name: string) => conversations.append(account, id, [said(name, 'agent')], {}),
      /** What the channel says by itself. */
      says(name: string) {
        const { body, ...answer } = said(name, 'agent');
        const author = { type: 'system' } as const;
        const automatic = { ...body, automatic: 'away' } as const;
        return conversations.append(account, id, [{ ...answer, author, body: automatic }], {});
      },
      /** A message with quick replies. */
      ask(name: string, text: string, replies: readonly Choice[]) {
        const { body, ...asked } = said(name, 'agent');
        const content = { type: 'replies', text, replies } as const;
        return conversations.append(
          account,
          id,
          [{ ...asked, body: { ...body, text, content } }],
          {},
        );
      },
      list: () => deliveries.list(account, id),
      states: async () => (await deliveries.list(account, id)).map(({ state }) => state),
      untilIt: (state: string, at = 0) =>
        until(`delivery ${at} is ${state}`, async () => {
          const all = await deliveries.list(account, id);
          return all[at]?.state === state;
        }),
    };
  }
}

export type Messaging = Awaited<ReturnType<typeof openMessaging>>;
