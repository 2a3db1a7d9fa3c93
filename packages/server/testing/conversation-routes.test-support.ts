// Conversations on the real API instance, for tests: the routes on a stage whose mail server may be
// absent, fail, or keep a letter on its way.
import { openMemoryBudgets } from '../adapter/budgets-memory.ts';
import { createServer } from 'node:http';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import { testEngines, testLog } from '../adapter/engines.test-support.ts';
import { createApp } from '../http/rest/create-app.ts';
import { createFailures } from '../http/problem/failures.ts';
import { createMetrics } from '../http/metrics.ts';
import { createMerging, type Merging } from '../archive/merging/merging.ts';
import { mergingRoutes } from '../archive/merging/merging-routes.ts';
import { messageId } from './people.test-support.ts';
import { openStage } from './conversations.test-support.ts';
import { openTurns } from '../http/turns.ts';

export async function openApi(store?: ConversationStore) {
  const engines = await testEngines();
  const mail = { configured: true, failing: false, held: Promise.resolve() };
  let told = (): void => {};
  const parts: { merging?: Merging } = {};
  const stage = await openStage({
    ...(store === undefined ? {} : { store }),
    isMerged: async (account, id) => (await parts.merging?.isPart(account, id)) ?? false,
    mailOf: async () => ({
      configured: mail.configured,
      async send(letter) {
        if (mail.failing) throw new Error('the mail server is away');
        stage.letters.push(letter);
        told();
        await mail.held;
      },
    }),
  });
  parts.merging = createMerging(engines.records, stage.store, stage.use.clock);
  const app = await createApp(
    {
      log: testLog(),
      failures: createFailures(testLog()),
      clock: stage.use.clock,
      records: engines.records,
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
  await app.ready();
  return {
    stage,
    mail,
    async call(token: string | null, method: 'GET' | 'POST' | 'PUT', url: string, body?: object) {
      const answer = await app.inject({
        method,
        url: `/api/v1${url}`,
        ...(token === null ? {} : { headers: { authorization: `Bearer ${token}` } }),
        ...(body === undefined ? {} : { payload: body }),
      });
      return { status: answer.statusCode, body: answer.json() };
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
    /** The next letter stays on its way until it is let go; `work` sends it, or fails to. */
    async whileOnItsWay<T>(work: Promise<T>, meanwhile: () => Promise<unknown>): Promise<T> {
      const [onItsWay, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      told = onItsWay.resolve;
      mail.held = held.promise;
      await Promise.race([onItsWay.promise, work]);
      mail.held = Promise.resolve();
      await meanwhile();
      held.resolve();
      return work;
    },
    async close() {
      await app.close();
      await stage.close();
      await engines.close();
    },
  };
}
