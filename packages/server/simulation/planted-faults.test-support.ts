// Faults that are planted into simulated conversations, to show that the checks find them: in what
// people are told, in what is stored, and in what is decided.
import { planOf } from '@opportune/core/conversation/routing/skill-plan.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { NewMessage } from '@opportune/core/ports/conversation-store.ts';
import { Publication } from '@opportune/protocol/bus/conversations.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { z } from 'zod';
import type { Plant, ToVisitor } from './simulated-life.test-support.ts';

type Written = Extract<Publication, { type: 'written' }>;
const Told = z.object({ version: z.number(), value: Publication });
type Messages = Extract<ServerFrame, { type: 'chat.messages' }>;

/** What is written reaches nobody until they ask for it. */
export function nothingLive(): Plant {
  return { bus: withWritten((written, tell) => tell({ ...written, messages: [] })) };
}

/** Agents are shown no message, neither at once nor when they ask. */
export function agentsSeeNothing(): Plant {
  return {
    toAgent: (send) => (frame) => {
      if (frame.type === 'message') return;
      send(frame.type === 'messages' ? { ...frame, messages: [] } : frame);
    },
  };
}

/** What only agents may see goes to every visitor's line too. */
export function notesToVisitors(): Plant {
  const lines: ToVisitor[] = [];
  return {
    toVisitor(send) {
      lines.push(send);
      return send;
    },
    bus: withWritten((written, tell) => {
      tell(written);
      const notes = written.messages.filter(({ body }) => body.type === 'note');
      if (notes.length === 0) return;
      const conversation = written.record.id;
      for (const send of lines)
        send({ type: 'chat.messages', conversation, messages: notes, complete: true }, 'live');
    }),
  };
}

/** What comes to visitors on its own comes twice. */
export function twiceToVisitors(): Plant {
  return withLive((frame, send) => {
    send(frame);
    send(frame);
  });
}

/** What comes to visitors on its own waits until the next has come. */
export function reversedToVisitors(): Plant {
  let waiting: Messages | null = null;
  return withLive((frame, send) => {
    if (waiting?.conversation !== frame.conversation) {
      waiting = frame;
      return;
    }
    send(frame);
    send(waiting);
    waiting = null;
  });
}

/** What comes to agents on its own leaves every fifth message out. */
export function fifthLost(): Plant {
  let count = 0;
  return {
    toAgent: (send) => (frame) => {
      if (frame.type === 'message') count += 1;
      if (frame.type !== 'message' || count % 5 !== 0) send(frame);
    },
  };
}

/** Routing gives nobody anything; whoever helps themselves has it. */
export function nothingGiven(): Plant {
  return {
    plan: ({ rules, levels, settings }) =>
      planOf({
        rules: new Map([...rules].map(([skill, rule]) => [skill, { ...rule, mode: null }])),
        levels,
        settings: { ...settings, mode: 'pick' },
      }),
  };
}

/** A server begins without the newest of what goes on. */
export function newestNotRestored(): Plant {
  return {
    store: (store) => ({
      ...store,
      unfinished: async (account) => (await store.unfinished(account)).slice(0, -1),
    }),
  };
}

/** Every third answer is written by somebody who does not have the conversation. */
export function strangersWrite(): Plant {
  let count = 0;
  const byStranger = (message: NewMessage): NewMessage => {
    const { author, body } = message;
    if (author.type !== 'agent' || body.type !== 'text') return message;
    count += 1;
    return count % 3 === 0 ? { ...message, author: { ...author, name: 'nobody' } } : message;
  };
  return {
    store: (store) => ({
      ...store,
      append: (account, id, messages, ...rest) =>
        store.append(account, id, messages.map(byStranger), ...rest),
    }),
  };
}

/** Every agent is told that what somebody has is theirs. */
export function everybodyIsOwner(): Plant {
  return {
    toAgent: (send, name) => (frame) => {
      if (frame.type !== 'conversation.changed' || frame.conversation.agent === null)
        return send(frame);
      const agent = { ...frame.conversation.agent, name };
      send({ ...frame, conversation: { ...frame.conversation, agent } });
    },
  };
}

/** What an agent said first stands before who began it. */
export function beginningsReversed(): Plant {
  return {
    store: (store) => ({
      ...store,
      open: (account, request, made, messages) =>
        store.open(
          account,
          request,
          made,
          made.begunBy === undefined ? messages : messages.toReversed(),
        ),
    }),
  };
}

/** Visitors hear of a conversation only where they began it themselves. */
export function beginningsHidden(): Plant {
  return {
    welcome: () => [],
    toVisitor: (send) => (frame, came) => {
      if (came === 'answer' || !('conversation' in frame)) send(frame, came);
    },
  };
}

/** Nobody is in control. */
export function nobodyInControl(): Plant {
  return { reachable: (there) => ({ ...there, control: [], holdout: false }) };
}

/** Nobody is found among those who are blocked. */
export function blockedComeIn(): Plant {
  return { store: (store) => ({ ...store, isBlocked: async () => false }) };
}

function withLive(change: (frame: Messages, send: (frame: Messages) => void) => void): Plant {
  return {
    toVisitor: (send) => (frame, came) => {
      if (frame.type !== 'chat.messages' || came !== 'live') return send(frame, came);
      change(frame, (each) => send(each, came));
    },
  };
}

function withWritten(
  change: (written: Written, tell: (instead: Written) => void) => void,
): (bus: Bus) => Bus {
  return (bus) => ({
    ...bus,
    publish(topic, message) {
      const said = Told.safeParse(message).data;
      if (said?.value.type !== 'written') return bus.publish(topic, message);
      change(said.value, (value) => bus.publish(topic, { ...said, value }));
    },
  });
}
