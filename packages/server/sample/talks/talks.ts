// Conversations of a sample shop: what visitors write and what agents answer, each in their own time.
// Who gets a conversation, and when, the desk decides.
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { DecisionId, VisitorId } from '@opportune/protocol/ids.ts';
import { play } from '../acting.ts';
import type { Stage } from '../stage.ts';
import type { SampleVisitor } from '../visitor.ts';
import type { SampleWords } from '../words/words.ts';
import { answer } from './answering.ts';
import { ask, follow, leaveMessage } from './first-words.ts';
import type { Lists, OnDuty, Talk } from './talk.ts';

export interface Talks {
  /** How many have begun. */
  readonly begun: () => number;
  /** A visitor begins to write, on an invitation or by the contact button. */
  begin(visitor: SampleVisitor, decision?: DecisionId): Promise<void>;
  /** A visitor leaves a message. */
  leave(visitor: SampleVisitor, decision?: DecisionId): Promise<void>;
  /** An agent's console is told something. */
  hear(agent: () => OnDuty | null, frame: ConsoleServerFrame): void;
}

export function createTalks(stage: Stage, words: SampleWords, lists: Lists): Talks {
  const { time } = stage;
  const talks = new Map<VisitorId, Talk>();
  /** Conversations and who has answered in them already. */
  const taken = new Set<string>();
  let begun = 0;

  return {
    begun: () => begun,
    async begin(visitor, decision) {
      const { chance } = visitor;
      const talk: Talk = { visitor, topic: chance.pick(words.topics), id: null, isAnswered: false };
      follow(talk);
      talks.set(visitor.id, talk);
      visitor.isTalking = true;
      if (await ask(talk, decision)) begun++;
      else {
        visitor.isTalking = false;
        if (chance.is(0.25)) await leaveMessage(visitor, words, decision);
      }
    },
    leave: (visitor, decision) => leaveMessage(visitor, words, decision),
    hear(agentNow, frame) {
      const agent = agentNow();
      if (agent === null || frame.type !== 'conversation.changed') return;
      const { id, visitor, agent: owner, status } = frame.conversation;
      const { user } = agent.principal;
      const talk = visitor === null ? undefined : talks.get(visitor);
      if (talk === undefined || owner?.user !== user.id || status !== 'active') return;
      const key = `${user.id} ${id}`;
      if (taken.has(key)) return;
      taken.add(key);
      play(time, time.now(), answer({ stage, words, lists, agent, talk, id }));
    },
  };
}
