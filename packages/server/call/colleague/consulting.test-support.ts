// Ada speaks with a visitor and asks her colleague Ben.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { CallId, ConversationId, UserId } from '@opportune/protocol/ids.ts';
import type { AgentClient } from '../../testing/people.test-support.ts';
import {
  type CallStage,
  joins,
  proposes,
  sideOfAgent,
  sideOfVisitor,
  until,
} from '../call-stage.test-support.ts';

export const is = (state: string) => (call: { readonly state: string }) => call.state === state;

/** Ada speaks with a visitor, and Ben is free. */
export async function speaking(of: CallStage, name?: string) {
  const talk = await of.talk(name);
  const [one, two] = [sideOfVisitor(talk.visitor), sideOfAgent(talk.ada)];
  const { id } = await proposes(one, talk.conversation);
  await until(two, is('asked'));
  two.say({ type: 'call.accept', call: id });
  const talkers = { visitor: of.talker('visitor'), ada: of.talker('ada'), ben: of.talker('ben') };
  await joins(one, talkers.visitor, id, 'page');
  await joins(two, talkers.ada, id, 'console');
  await until(two, is('connected'));
  const ben = await (await of.stage.agent(`ben-${randomUUID()}`)).online();
  return { ...talk, id, one, two, talkers, ben, three: sideOfAgent(ben) };
}

export type Scene = Awaited<ReturnType<typeof speaking>>;

/** Null, or why a console is refused. */
export async function asks(
  client: AgentClient,
  call: CallId,
  user: UserId,
): Promise<string | null> {
  const request = randomUUID();
  client.send({ type: 'call.consult', request, call, user });
  return Promise.race([
    client.inbox.next('done', (each) => each.request === request).then(() => null),
    client.inbox.next('problem', (each) => each.request === request).then((of) => of.problem.code),
  ]);
}

/** Ben answers, and he and Ada hear each other. */
export async function consulting(of: CallStage, name?: string): Promise<Scene> {
  const scene = await speaking(of, name);
  const { ada, ben, id, three, talkers } = scene;
  assert.equal(await asks(ada, id, ben.user), null);
  await until(three, is('asked'));
  three.say({ type: 'call.accept', call: id });
  await joins(three, talkers.ben, id, 'of ben');
  await talkers.ben.hearing(['ada']);
  return scene;
}

export const say = (
  client: AgentClient,
  type: 'hand-over' | 'conference' | 'return',
  call: CallId,
) => client.send({ type: `call.${type}`, call });

/** A manager who listens, with their sound there. */
export async function listens(of: CallStage, conversation: ConversationId, id: CallId) {
  const boss = await (await of.stage.agent(`boss-${randomUUID()}`, { role: 'manager' })).online();
  const request = randomUUID();
  boss.send({ type: 'call.watch', request, conversation, watching: 'listen' });
  const side = sideOfAgent(boss);
  await until(side, (call) => call.id === id);
  const talker = of.talker('boss');
  await joins(side, talker, id, 'of boss');
  await talker.hearing(['visitor', 'ada']);
  return boss;
}
