// People on a running desk, with the survey and transcript after a conversation, on real
// PostgreSQL.
import { randomUUID } from 'node:crypto';
import type { Mail } from '@opportune/core/ports/mail.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import type { AfterSettings } from '@opportune/protocol/rest/conversation/after.ts';
import { after, before } from 'node:test';
import { openConversationStore } from '../adapter/conversations/conversation-store-postgres.ts';
import { testEngines, testLog } from '../adapter/engines.test-support.ts';
import type { AgentClient, Visitor } from '../testing/people.test-support.ts';
import { openJobStore } from '../adapter/jobs/jobs-postgres.ts';
import { doJobs } from '../testing/do-jobs.test-support.ts';
import { openPermission } from '../permission/permission.test-support.ts';
import { openStage, type Stage } from '../testing/conversations.test-support.ts';
import { type After, createAfter, heardAfter } from './followup.ts';

export const everything: AfterSettings = {
  survey: true,
  questions: { satisfaction: true, recommend: true, resolved: true, text: true },
  transcript: true,
};

const noMail: Mail = { configured: false, send: () => Promise.reject(new Error('no mail')) };

/** The tests of one file, each on a stage of its own. `mail` is called when the first begins. */
export function afterStages(mail: () => Mail = () => noMail) {
  let engines: Awaited<ReturnType<typeof testEngines>>;
  before(async () => {
    engines = await testEngines();
  });
  after(() => engines.close());
  return (settings: AfterSettings, run: (stage: Stage, after: After) => Promise<void>) =>
    async () => {
      const { records } = engines;
      const stage = await openStage({
        followup: (...asked) => heardAfter(afterwards, ...asked),
      });
      const { bus, clock, schedule } = stage.use;
      const permission = openPermission({ bus, clock, ids: { next: () => randomUUID() } });
      const afterwards = createAfter(records, {
        store: openConversationStore(records),
        mailOf: async () => mail(),
        ...{ bus, clock, schedule, log: testLog(), jobs: openJobStore(records), permission },
        placeOf: async () => ({
          site: 'Aldermoor',
          brand: { colour: '#ffcf24' },
          timeZone: 'Europe/Berlin',
          language: 'en' as const,
        }),
        addressOf: async () => null,
      });
      const doing = doJobs({
        ...{ records, bus, clock, schedule, kinds: afterwards.kinds },
        accounts: () => [stage.account],
      });
      try {
        await afterwards.rules.change(stage.account, settings);
        await run(stage, afterwards);
      } finally {
        await doing.close();
        await stage.close();
      }
    };
}

export interface Talk {
  readonly agent: AgentClient;
  readonly visitor: Visitor;
  readonly conversation: ConversationId;
}

/** A conversation that an agent answered. */
export async function talk(stage: Stage, name: string): Promise<Talk> {
  const agent = await (await stage.agent(name)).online();
  return begin(agent, stage.visitor());
}

async function begin(agent: AgentClient, visitor: Visitor): Promise<Talk> {
  const conversation = await visitor.start('The lamp <b>flickers</b>');
  await agent.until(conversation, (found) => found.status === 'active');
  await agent.post(conversation, 'We send **another**');
  return { agent, visitor, conversation };
}

/** A conversation that its visitor ended. Its agent is in wrap-up. */
export async function over(stage: Stage, name: string): Promise<Talk> {
  return ended(await talk(stage, name));
}

/** The agent puts it away, and the visitor has another one, which is ended too. */
export async function overAgain({ agent, visitor, conversation }: Talk): Promise<Talk> {
  await agent.command({ type: 'conversation.end', conversation });
  return ended(await begin(agent, visitor));
}

async function ended(talking: Talk): Promise<Talk> {
  const { agent, conversation } = talking;
  await talking.visitor.send({ type: 'chat.end', conversation });
  await agent.until(conversation, (found) => found.status === 'wrap-up');
  return talking;
}

/** The next frame to the visitor's window after this one. */
export async function reply(visitor: Visitor, frame: Parameters<Visitor['send']>[0]) {
  const told = visitor.inbox.frames.length;
  await visitor.send(frame);
  return visitor.inbox.frames
    .slice(told)
    .find(({ type }) => type === 'chat.after' || type === 'chat.refused');
}

/** Null if the frame was accepted, else the code of the refusal. */
export async function refusalOf(visitor: Visitor, frame: Parameters<Visitor['send']>[0]) {
  const answer = await reply(visitor, frame);
  return answer?.type === 'chat.refused' ? answer.problem.code : null;
}

/** What follows the conversation, as told to its visitor's window. */
export async function whatFollows(visitor: Visitor, conversation: ConversationId) {
  const frame = await reply(visitor, { type: 'chat.after', conversation });
  if (frame?.type !== 'chat.after') throw new Error('nothing was told');
  return frame;
}
