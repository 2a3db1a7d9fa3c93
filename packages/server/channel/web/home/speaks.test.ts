// What speaking the home offers while people and programs are at the desk.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { type Stage, stages } from '../../../testing/conversations.test-support.ts';
import type { Chat } from '../own-conversations.ts';
import { speaksNow } from './speaks.ts';

const onStage = stages();
const isOffered = async () => true;

/** An account that speaks and calls back, with a program and a person at the desk. */
async function open(stage: Stage) {
  const desk = await stage.converse.desks.of(stage.account);
  const come = async (kind: 'person' | 'program', room: number) => {
    const user = UserId.parse(kind);
    const profile = { user, name: kind, kind, room };
    await desk.apply({ type: 'agent.connected', profile }).stored;
    await desk.apply({ type: 'agent.chose', user, state: 'online' }).stored;
  };
  await come('program', 5);
  await come('person', 1);
  const use = { speaking: { isOffered }, callbacks: { isOffered } } as unknown as Parameters<
    typeof speaksNow
  >[0];
  const chat = { desk, link: { account: stage.account } } as unknown as Chat;
  const user = UserId.parse('person');
  return { desk, user, offers: () => speaksNow(use, chat) };
}

test(
  '[MH9.1] while only a program is free, everybody is busy for a call',
  onStage(async (stage) => {
    const { desk, user, offers } = await open(stage);
    assert.deepEqual(await offers(), { type: 'call' });
    desk.apply({ type: 'agent.speaks', user, isSpeaking: true });
    assert.deepEqual(await offers(), { type: 'wait', waitS: null });
    desk.apply({ type: 'agent.speaks', user, isSpeaking: false });
    assert.deepEqual(await offers(), { type: 'call' });
  }),
);

test(
  '[MH9.2] [MH9.3] windows are told when the last person goes and a program stays',
  onStage(async (stage) => {
    const { desk, user, offers } = await open(stage);
    const visitor = stage.visitor();
    const told = () => visitor.inbox.frames.filter(({ type }) => type === 'presence').length;
    const before = told();
    await desk.apply({ type: 'agent.chose', user, state: 'offline' }).stored;
    assert.deepEqual(await offers(), { type: 'back' });
    await visitor.inbox.next('presence', () => told() > before);
    assert.equal(told(), before + 1);
  }),
);

test(
  '[MH9.3] windows that asked for the home are told when a person becomes busy or free, once in some seconds',
  onStage(async (stage) => {
    const { desk, user } = await open(stage);
    const [looks, other] = [stage.visitor(), stage.visitor()];
    const told = (who: typeof looks) =>
      who.inbox.frames.filter(({ type }) => type === 'presence').length;
    await looks.send({ type: 'chat.home' });
    const speaks = (isSpeaking: boolean) => desk.apply({ type: 'agent.speaks', user, isSpeaking });
    const passes = async (count: number) => {
      stage.advance(conversationLimits.freeToldMs);
      await looks.inbox.next('presence', () => told(looks) >= count);
      assert.equal(told(looks), count);
    };
    // Of the person who came.
    await passes(1);
    speaks(true);
    await passes(2);
    // What changed and changed back meanwhile is not told.
    for (const isSpeaking of [false, true]) speaks(isSpeaking);
    stage.advance(conversationLimits.freeToldMs);
    speaks(false);
    await passes(3);
    // Who has not asked for the home is told nothing of it.
    assert.equal(told(other), 0);
  }),
);
