// Faults planted into simulated conversations, to show that the checks find them: in what people
// receive, in what is stored, and in decisions.
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

/** Messages reach nobody until they are requested. */
export function nothingLive(): Plant {
  return { bus: withWritten((written, tell) => tell({ ...written, messages: [] })) };
}

/** Agents receive no message, neither live nor on request. */
export function agentsSeeNothing(): Plant {
  return {
    toAgent: (send) => (frame) => {
      if (frame.type === 'message') return;
      send(frame.type === 'messages' ? { ...frame, messages: [] } : frame);
    },
  };
}

/** Messages for agents only also go to every visitor's line. */
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

/** Live messages to visitors come twice. */
export function twiceToVisitors(): Plant {
  return withLive((frame, send) => {
    send(frame);
    send(frame);
  });
}

/** A live message to a visitor waits until the next one has come. */
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

/** Live messages to agents leave out every fifth. */
export function fifthLost(): Plant {
  let count = 0;
  return {
    toAgent: (send) => (frame) => {
      if (frame.type === 'message') count += 1;
      if (frame.type !== 'message' || count % 5 !== 0) send(frame);
    },
  };
}

/** Routing assigns nothing. Only agents who take a conversation have it. */
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

/** A server begins without the newest open conversation. */
export function newestNotRestored(): Plant {
  return {
    store: (store) => ({
      ...store,
      unfinished: async (account) => (await store.unfinished(account)).slice(0, -1),
    }),
  };
}

/** Every third answer is written by somebody who does not own the conversation. */
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

/** Every agent is told that others' conversations are theirs. */
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

/** An agent's first message comes before the note of who began it. */
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

/** Visitors learn of a conversation only if they began it themselves. */
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

/** No blocked visitor is recognised. */
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
