// Conversations on the real API instance, for tests: the routes on a stage with deliveries by
// e-mail. The mail server may be absent, refuse, not respond, or delay a message.
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { channelsChanged } from '@opportune/protocol/bus/changes.ts';
import { emailChannel } from '@opportune/protocol/contact/contact.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { NotSent } from '@opportune/core/ports/channel.ts';
import { type MailOf, NotMailed } from '@opportune/core/ports/mail.ts';
import type { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import { openMemoryBudgets } from '../adapter/budgets-memory.ts';
import { openConversationStore } from '../adapter/conversations/conversation-store-postgres.ts';
import { testEngines, testLog } from '../adapter/engines.test-support.ts';
import { openJobStore } from '../adapter/jobs/jobs-postgres.ts';
import { createMerging, type Merging } from '../archive/merging/merging.ts';
import { mergingRoutes } from '../archive/merging/merging-routes.ts';
import { channelsToSend } from '../channel/deliveries/channels-to-send.ts';
import { createDeliveries } from '../channel/deliveries/deliveries.ts';
import { readFailed } from '../channel/deliveries/failed-deliveries.ts';
import { deliveryRoutes } from '../channel/deliveries/delivery-routes.ts';
import { deliveryRows } from '../channel/deliveries/delivery-rows.ts';
import { createLayOut } from '../channel/deliveries/lay-delivery.ts';
import { makeAllDeliveries } from '../channel/deliveries/make-deliveries.ts';
import { changeChannel, findChannel } from '../channel/channel-rows.ts';
import { followMail } from '../channel/email/follow-mail.ts';
import { inboxRows } from '../channel/inbox/inbox-rows.ts';
import { createAround } from '../channel/email/around.ts';
import { testEmailParts } from '../channel/email/email-parts.test-support.ts';
import { createEmailKind } from '../channel/email/email-channel.ts';
import { answeredKind, makeAnswered } from '../desk/cases/answered.ts';
import { createMetrics } from '../http/metrics.ts';
import { createFailures } from '../http/problem/failures.ts';
import { createApp } from '../http/rest/create-app.ts';
import { openTurns } from '../http/turns.ts';
import { openStage, type Stage } from './conversations.test-support.ts';
import { openPermission } from '../permission/permission.test-support.ts';
import { doJobs } from './do-jobs.test-support.ts';
import { messageId } from './people.test-support.ts';

const placeOf = async () => ({ site: '', language: 'en' });

/** `troubled`: the store with the test's failures. */
export async function openApi(
  troubled: (store: ConversationStore) => ConversationStore = (store) => store,
) {
  const engines = await testEngines();
  const { records } = engines;
  const jobs = openJobStore(records);
  /** `fault`: the outcome of the next messages. */
  const mail: { configured: boolean; fault: NotSent | null; held: Promise<void> } = {
    ...{ configured: true, fault: null, held: Promise.resolve() },
  };
  let told = (): void => {};
  const mailOf: MailOf = async () => ({
    configured: mail.configured,
    async send(letter) {
      if (mail.fault !== null) throw new NotMailed(mail.fault, 'it was not taken');
      stage.letters.push(letter);
      told();
      await mail.held;
    },
  });
  const parts: { merging?: Merging } = {};
  const clock = { now: () => stage.use.clock.now() };
  const ids = { next: () => randomUUID() };
  const store = troubled(
    openConversationStore(records, clock, async (sql, account, written) => {
      const use = { jobs, deliveries: deliveryRows, ids, clock, bus: stage.use.bus };
      return makeAllDeliveries(use, sql, account, await written);
    }),
  );
  const stage: Stage = await openStage({
    ...{ store, mailOf },
    isMerged: async (account, id) => (await parts.merging?.isPart(account, id)) ?? false,
  });
  parts.merging = createMerging(records, stage.store, clock);
  const { bus, schedule, log } = stage.use;
  const email = createEmailKind(testEmailParts(mailOf));
  const deliveries = createDeliveries({
    ...{ records, jobs, bus, clock, ids, schedule, log, answerMs: 5000 },
    store: deliveryRows,
    permission: openPermission({ clock, ids, bus }),
    channels: channelsToSend({
      ...{ records, bus },
      open: (account, stored) => email.open({ ...stored, account, secret: null }),
    }),
    layOut: createLayOut({
      ...{ records, conversations: store, files: { linkOf: () => '', read: async () => null } },
      inbox: inboxRows(records),
      around: createAround({ records, conversations: store, placeOf, unsubscribe: () => null }),
    }),
    sent: (...of) => makeAnswered(jobs, ...of),
  });
  const stopFollowing = followMail({ bus, log }, records);
  const accounts = [stage.account];
  const doing = doJobs({
    ...{ records, bus, clock, schedule },
    accounts: () => accounts,
    kinds: [
      deliveries.kind,
      answeredKind({ of: (...of) => stage.converse.desks.of(...of) }, store),
    ],
  });
  const app = await createApp(
    {
      homes: onlyHome,
      log: testLog(),
      failures: createFailures(testLog()),
      clock,
      records,
      turns: openTurns(),
      budgets: openMemoryBudgets({ now: () => Date.now() }),
      authentication: {
        findSession: async (token) => stage.principal(token),
        isOperator: () => false,
        isOwnOrigin: () => true,
      },
      clientAddress: () => '127.0.0.1',
      keyedPrefix: () => '',
      metrics: createMetrics(),
      secure: false,
      version: '0',
    },
    (handler) => createServer(handler),
  );
  stage.converse.routes(app);
  mergingRoutes(app, parts.merging, stage.converse);
  deliveryRoutes(app, deliveries, readFailed({ records, clock }));
  await app.ready();
  const call = async (
    token: string | null,
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    body?: object,
  ) => {
    const answer = await app.inject({
      method,
      url: `/api/v1${url}`,
      ...(token === null ? {} : { headers: { authorization: `Bearer ${token}` } }),
      ...(body === undefined ? {} : { payload: body }),
    });
    return { status: answer.statusCode, body: answer.json() };
  };
  return {
    ...{ stage, mail, call },
    /** Nothing is left to be done. */
    done: () => doing.idle(),
    /** The outcomes of deliveries in a conversation. */
    deliveries: (account: AccountId, id: ConversationId) => deliveries.list(account, id),
    /** As an administrator does in settings. */
    async turnEmail(state: 'connected' | 'paused') {
      const { account } = stage;
      await records.withAccount(account, (sql) => changeChannel(sql, emailChannel, { state }));
      publish(bus, channelsChanged, { account });
    },
    emailState: async () =>
      (await records.withAccount(stage.account, (sql) => findChannel(sql, emailChannel)))?.state,
    /** An agent with an e-mail address. */
    async enter(name: string, account = stage.account) {
      stage.enter(name, account);
      if (!accounts.includes(account)) accounts.push(account);
      await records.withAccount(account, (sql) =>
        sql.run(
          `INSERT INTO users (account, id, email, name, role, room, created_at)
           VALUES ($1, $2, $3, $4, 'agent', 3, now()) ON CONFLICT DO NOTHING`,
          [account, `u-${name}`, `${name}@example.com`, name],
        ),
      );
    },
    /** A visitor leaves a message. */
    async leave(text: string, visitor = stage.visitor()) {
      await visitor.send({
        type: 'chat.leave',
        request: 'r',
        address: 'bo@example.com',
        message: { id: messageId(), text },
      });
      const { conversation } = await visitor.inbox.next('chat.state');
      return { visitor, conversation: conversation.id };
    },
    /** Delays the next message until `meanwhile` is over. */
    async whileOnItsWay<T>(work: Promise<T>, meanwhile: () => Promise<unknown>): Promise<T> {
      const [onItsWay, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      told = onItsWay.resolve;
      mail.held = held.promise;
      await onItsWay.promise;
      mail.held = Promise.resolve();
      await meanwhile();
      held.resolve();
      const done = await work;
      await doing.idle();
      return done;
    },
    async close() {
      await app.close();
      await doing.close();
      stopFollowing();
      deliveries.close();
      await stage.close();
      await engines.close();
    },
  };
}
