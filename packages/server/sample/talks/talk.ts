// A conversation of a sample shop and who takes part in it.
import {
  type ConversationId,
  type LabelId,
  MessageId,
  type NeedId,
} from '@opportune/protocol/ids.ts';
import type { AgentSession } from '../../agent/agent-session.ts';
import type { Principal } from '../../http/access/principal.ts';
import type { Chance } from '../chance.ts';
import type { Stage } from '../stage.ts';
import type { SampleVisitor } from '../visitor.ts';
import type { SampleWords, Topic } from '../words/words.ts';

/** A conversation, from the visitor's first word. */
export interface Talk {
  readonly visitor: SampleVisitor;
  readonly topic: Topic;
  id: ConversationId | null;
  isAnswered: boolean;
}

/** An agent who is signed in. */
export interface OnDuty {
  readonly principal: Principal;
  readonly session: AgentSession;
  readonly chance: Chance;
}

/** Labels and needs by the name of the topic, and results in the order of the words. */
export interface Lists {
  readonly tags: ReadonlyMap<string, LabelId>;
  readonly needs: ReadonlyMap<string, NeedId>;
  readonly dispositions: readonly LabelId[];
}

/** A conversation in an agent's hands, and what is there to say in it. */
export interface Answering {
  readonly stage: Pick<Stage, 'time' | 'labels' | 'needs'>;
  readonly words: SampleWords;
  readonly lists: Lists;
  readonly agent: OnDuty;
  readonly talk: Talk;
  readonly id: ConversationId;
}

/** A message, with an id of its own. */
export function said(chance: Chance, text: string): { id: MessageId; text: string } {
  return { id: MessageId.parse(chance.ids.next()), text };
}

export function newRequest(chance: Chance): string {
  return chance.ids.next();
}
