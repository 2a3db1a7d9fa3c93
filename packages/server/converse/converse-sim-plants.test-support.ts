// Faults that are planted into simulated conversations, to show that the checks find them: each breaks
// what people are told, never what is stored.
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import type { Plant, ToVisitor } from './converse-sim-life.test-support.ts';
import { type Publication, readPublication } from './publication.ts';

type Written = Extract<Publication, { type: 'written' }>;
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
      const publication = readPublication(message);
      if (publication?.type !== 'written') return bus.publish(topic, message);
      change(publication, (instead) => bus.publish(topic, instead));
    },
  });
}
