// The bus in one process. Each topic delivers in the order of publishing, to each listener
// separately, so that one that throws or publishes disturbs no other. Delivery happens after the
// publisher's turn. Bounded: a topic with too many messages drops its oldest and logs it. Questions
// are answered in the asker's own turn.
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { jsonBytes } from '@opportune/core/bounds/json-size.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { reasonOf } from './engine-error.ts';

/**
 * Messages of one topic that may wait for delivery. Beyond this, the oldest is dropped and logged.
 */
const { busMessages: waitingMessages, busBytes: waitingBytes } = tableLimits;
/** So few are not measured: measuring costs more than a message. Each counts as the largest. */
const unmeasured = 64;
const largestBytes = 64 * 1024;

type Listener = (message: unknown) => void;
type Respond = (question: unknown) => unknown;

interface Topic {
  readonly listeners: Set<Listener>;
  readonly waiting: unknown[];
  /** The bytes of each that waits, on the high side. */
  readonly sizes: number[];
  sizeBytes: number;
  scheduled: boolean;
}

/** A bus that lives and dies with this process. */
export function openMemoryBus(log: Log): Bus {
  const topics = createTopics(log);
  const questions = createQuestions(log);
  return {
    publish: topics.publish,
    subscribe: topics.subscribe,
    ask: questions.ask,
    answer: questions.answer,
    async close() {
      topics.clear();
      questions.clear();
    },
  };
}

function newTopic(): Topic {
  return { listeners: new Set(), waiting: [], sizes: [], sizeBytes: 0, scheduled: false };
}

function add(topic: Topic, message: unknown): void {
  const sizeBytes = topic.waiting.length < unmeasured ? largestBytes : jsonBytes(message);
  topic.waiting.push(message);
  topic.sizes.push(sizeBytes);
  topic.sizeBytes += sizeBytes;
}

function createTopics(log: Log) {
  const topics = new Map<string, Topic>();

  function deliver(name: string, topic: Topic): void {
    topic.scheduled = false;
    topic.sizes.length = 0;
    topic.sizeBytes = 0;
    for (const message of topic.waiting.splice(0)) {
      for (const listener of [...topic.listeners]) tell(log, name, listener, message);
    }
  }

  return {
    publish(name: string, message: unknown): void {
      const topic = topics.get(name);
      if (topic === undefined) return;
      add(topic, message);
      while (topic.waiting.length > waitingMessages || topic.sizeBytes > waitingBytes) {
        topic.waiting.shift();
        topic.sizeBytes -= topic.sizes.shift() ?? 0;
        log.warn('a topic dropped its oldest message', { topic: name });
      }
      if (topic.scheduled) return;
      topic.scheduled = true;
      queueMicrotask(() => deliver(name, topic));
    },
    subscribe(name: string, listener: Listener): () => void {
      const topic = topics.get(name) ?? newTopic();
      topics.set(name, topic);
      // A separate wrapper, so that one function may listen twice and stop once.
      const own: Listener = (message) => listener(message);
      topic.listeners.add(own);
      return () => {
        topic.listeners.delete(own);
        if (topic.listeners.size === 0 && topics.get(name) === topic) topics.delete(name);
      };
    },
    clear: () => topics.clear(),
  };
}

function createQuestions(log: Log) {
  const responders = new Map<string, Set<Respond>>();
  return {
    ask(name: string, question: unknown, heard: Listener): void {
      for (const respond of [...(responders.get(name) ?? [])]) {
        const answered = respondTo(log, name, respond, question);
        if (answered === undefined) continue;
        if (answered instanceof Promise) void answered.then((late) => tell(log, name, heard, late));
        else tell(log, name, heard, answered);
        return;
      }
      tell(log, name, heard, undefined);
    },
    answer(name: string, respond: Respond): () => void {
      const own: Respond = (question) => respond(question);
      const all = responders.get(name) ?? new Set();
      responders.set(name, all.add(own));
      return () => void all.delete(own);
    },
    clear: () => responders.clear(),
  };
}

function tell(log: Log, name: string, listener: Listener, message: unknown): void {
  try {
    listener(message);
  } catch (error) {
    log.error('a listener on the bus threw', { topic: name, reason: reasonOf(error) });
  }
}

/** Undefined if it fails, as if it were meant for another responder. */
function respondTo(log: Log, name: string, respond: Respond, question: unknown): unknown {
  const failed = (error: unknown): undefined =>
    void log.error('a question on the bus failed', { topic: name, reason: reasonOf(error) });
  try {
    const answered = respond(question);
    return answered instanceof Promise ? answered.catch(failed) : answered;
  } catch (error) {
    return failed(error);
  }
}
