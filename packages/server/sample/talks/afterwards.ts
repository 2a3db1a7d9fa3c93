// What follows a conversation of a sample shop: the agent's labels, and the visitor's rating.
import type { Script } from '../acting.ts';
import type { Answering } from './talk.ts';

/** Says how the conversation ended and what it was about. Most agents name the need, too. */
export async function label({ stage, lists, agent, talk, id }: Answering): Promise<void> {
  const { principal, chance } = agent;
  const { topic } = talk;
  const { account, user } = principal;
  const tag = lists.tags.get(topic.name);
  const [solved, ordered, open] = lists.dispositions;
  if (solved === undefined || ordered === undefined || open === undefined) return;
  const disposition = chance.weighed([
    [solved, 6],
    [ordered, 3],
    [open, 1],
  ]);
  await stage.labels.change(account, id, user.id, {
    disposition,
    ...(tag !== undefined && { addTags: [tag] }),
  });
  const need = lists.needs.get(topic.name);
  if (need === undefined || chance.is(0.3)) return;
  const evidence = { said: topic.asks[0], searched: [], sections: [], errors: [] };
  const at = stage.time.now();
  await stage.needs.name(account, { conversation: id, need, evidence, by: user.id, at });
}

/** The visitor answers the survey. */
export async function* rate({ words, talk, id }: Answering): Script {
  const { visitor } = talk;
  const { chance } = visitor;
  yield 15;
  const satisfaction = chance.weighed([
    [5, 52],
    [4, 30],
    [3, 10],
    [2, 5],
    [1, 3],
  ]);
  const text = chance.is(0.25) ? chance.pick(words.comments) : '';
  const answers = { satisfaction, recommend: null, resolved: satisfaction > 2, text };
  await visitor.say({ type: 'chat.rate', conversation: id, answers });
}
