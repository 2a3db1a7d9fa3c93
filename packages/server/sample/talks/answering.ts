// How an agent of a sample shop answers a conversation, from its arrival until it is put away, and
// what the visitor says in between.
import { SkillId } from '@opportune/protocol/ids.ts';
import { play, type Script } from '../acting.ts';
import { label, rate } from './afterwards.ts';
import { type Answering, newRequest, said } from './talk.ts';

export async function* answer(at: Answering): Script {
  yield* greet(at);
  const { agent, talk } = at;
  if (!talk.isAnswered && agent.chance.is(0.1)) return yield* passOn(at);
  talk.isAnswered = true;
  yield* help(at);
  if (agent.chance.is(0.85)) yield* sayGoodbye(at);
  talk.visitor.comfort += 0.2;
  yield* putAway(at);
}

async function* greet(at: Answering): Script {
  const { agent, talk, words } = at;
  const greeting = agent.chance
    .pick(words.greetings)
    .replace('{name}', talk.visitor.name.split(' ')[0] ?? '')
    .replace(' ,', ',')
    .replace('{agent}', agent.principal.user.name.split(' ')[0] ?? '');
  yield agent.chance.around(18, 0.7);
  await write(at, greeting);
}

/** Transfers the conversation to the queue of the other skill. */
async function* passOn(at: Answering): Script {
  const { agent, talk, words, id } = at;
  const { chance } = agent;
  yield chance.between(15, 40);
  talk.isAnswered = true;
  const skill = SkillId.parse(talk.topic.skill === 'returns' ? 'advice' : 'returns');
  const to = { to: null, skill, queue: true, note: chance.pick(words.notes) };
  const request = newRequest(chance);
  await act(at, { type: 'conversation.transfer', request, conversation: id, ...to });
}

/** Answers the question. Most visitors ask once more. */
async function* help(at: Answering): Script {
  const { chance } = at.agent;
  const { visitor, topic } = at.talk;
  yield chance.around(35, 0.5);
  await write(at, chance.pick(topic.answers));
  if (!chance.is(0.75)) return;
  yield chance.around(30, 0.5);
  await reply(at, visitor.chance.pick(topic.more));
  yield chance.around(30, 0.6);
  await write(at, chance.pick(topic.last));
}

async function* sayGoodbye(at: Answering): Script {
  const { agent, talk, words } = at;
  yield agent.chance.around(20, 0.4);
  await reply(at, talk.visitor.chance.pick(words.thanks));
  yield agent.chance.between(5, 20);
  await write(at, agent.chance.pick(words.farewells));
}

/** Ends the conversation, labels it, and ends the time for that. Half of the visitors rate it. */
async function* putAway(at: Answering): Script {
  const { stage, agent, talk, id } = at;
  const { chance } = agent;
  yield chance.between(10, 40);
  const end = { type: 'conversation.end', request: newRequest(chance), conversation: id };
  await act(at, end);
  talk.visitor.isTalking = false;
  await label(at);
  if (talk.visitor.chance.is(0.5)) play(stage.time, stage.time.now(), rate(at));
  yield chance.between(15, 60);
  await act(at, { ...end, request: newRequest(chance) });
}

function act({ agent }: Answering, frame: object): Promise<void> {
  return agent.session.receive(JSON.stringify(frame));
}

function write(at: Answering, text: string): Promise<void> {
  const message = said(at.agent.chance, text);
  return act(at, { type: 'message.post', conversation: at.id, ...message, note: false });
}

/** The visitor writes. */
function reply({ talk, id }: Answering, text: string): Promise<void> {
  const message = said(talk.visitor.chance, text);
  return talk.visitor.say({ type: 'chat.post', conversation: id, ...message });
}
