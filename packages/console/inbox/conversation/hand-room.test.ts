// Who can be handed a conversation, as the console shows it before the choice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentPresence } from '@opportune/protocol/conversation/conversation.ts';
import { ConversationId, SkillId, UserId } from '@opportune/protocol/ids.ts';
import { freeFor, placesLeft, whyNot } from './hand-room.ts';

const id = ConversationId.parse('t1');
const returns = SkillId.parse('returns');
const light = { id, weight: 1, agent: null };

function agent(name: string, more: Partial<AgentPresence> = {}): AgentPresence {
  const user = UserId.parse(name);
  const usual = {
    kind: 'person' as const,
    state: 'online' as const,
    reason: null,
    since: 0,
    active: 0,
    conversations: 0,
    room: 2,
  };
  return { user, name, ...usual, skills: [], speaks: false, ...more };
}
const ring = (conversation: string, name: string, weight = 1) => ({
  conversation: ConversationId.parse(conversation),
  to: { user: UserId.parse(name), name },
  weight,
});

test('[C24] agents who are away, offline or full cannot be chosen, and the reason is given', () => {
  assert.equal(whyNot(agent('ada'), light, []), null);
  for (const state of ['away', 'back-soon', 'offline'] as const)
    assert.equal(whyNot(agent('ada', { state }), light, []), state);
  assert.equal(whyNot(agent('ada', { active: 2 }), light, []), 'full');
  assert.equal(whyNot(agent('ada', { speaks: true }), light, []), 'speaks');
});

test('[C24] [C26] other rings take places; a heavy conversation needs its places or an idle agent', () => {
  const busy = agent('ada', { active: 1 });
  assert.equal(whyNot(busy, light, [ring('other', 'ada')]), 'full');
  assert.equal(whyNot(busy, light, [ring('t1', 'ada'), ring('other', 'ben')]), null);
  assert.equal(whyNot(busy, { ...light, weight: 2 }, []), 'full');
  assert.equal(
    whyNot(agent('ben'), { ...light, weight: 3 }, []),
    null,
    'who has nothing takes any',
  );
});

test('[C24] [C26] a heavy conversation that rings takes all its places', () => {
  const ada = agent('ada', { active: 1, room: 4 });
  assert.equal(whyNot(ada, { ...light, weight: 2 }, [ring('other', 'ada', 1)]), null);
  assert.equal(whyNot(ada, { ...light, weight: 2 }, [ring('other', 'ada', 2)]), 'full');
});

test('[HI3] free places are the room without conversations and rings', () => {
  const ada = agent('ada', { active: 1, room: 4 });
  assert.equal(placesLeft(ada, []), 3);
  assert.equal(placesLeft(ada, [ring('one', 'ada', 2), ring('two', 'ben')]), 1);
  assert.equal(placesLeft(ada, [ring('one', 'ada', 2), ring('two', 'ada', 2)]), 0);
});

test('[C24] those free for a skill have it and are not the giver; if nobody has it, all count', () => {
  const ada = agent('ada', { skills: [returns] });
  const all = [ada, agent('ben'), agent('cy', { skills: [returns], active: 2 })];
  assert.equal(freeFor(all, returns, light, [], undefined), 1);
  assert.equal(freeFor(all, returns, light, [], ada.user), 0);
  assert.equal(freeFor([agent('ben'), agent('dan')], returns, light, [], undefined), 2);
});
