// Typed messages on the bus: each carries the version of its topic and is parsed by its receiver.
// Messages of another version, or invalid ones, are ignored: a process of another release may have
// sent them. A listener throws, and the bus logs it.
import type { Question, Topic } from '@opportune/protocol/bus/topic.ts';
import type { Bus } from '../ports/bus.ts';

export function publish<Value>(bus: Bus, topic: Topic<Value>, value: NoInfer<Value>): void {
  bus.publish(topic.name, { version: topic.version, value });
}

/** Returns a function that unsubscribes. */
export function subscribe<Value>(
  bus: Bus,
  topic: Topic<Value>,
  listener: (value: Value) => void,
): () => void {
  return bus.subscribe(topic.name, (message) => listener(readMessage(topic, message)));
}

/** `heard` is called once, perhaps synchronously, with null if nobody answers. */
export function ask<Asked, Answer>(
  bus: Bus,
  { name, version, answer: schema }: Question<Asked, Answer>,
  asked: NoInfer<Asked>,
  heard: (answer: Answer | null) => void,
): void {
  bus.ask(name, { version, value: asked }, (message) => {
    let answered: Answer | null = null;
    try {
      if (message !== undefined) answered = readMessage({ name, version, schema }, message);
    } finally {
      heard(answered);
    }
  });
}

/** Like `ask`. Null if nobody answers. Never rejects. */
export function answerTo<Asked, Answer>(
  bus: Bus,
  question: Question<Asked, Answer>,
  asked: NoInfer<Asked>,
): Promise<Answer | null> {
  return new Promise((resolve) => ask(bus, question, asked, resolve));
}

/**
 * Return undefined to leave the answer to another process. Returns a function that stops answering.
 */
export function answer<Asked, Answer>(
  bus: Bus,
  { name, version, asked: schema }: Question<Asked, Answer>,
  respond: (asked: Asked) => Answer | undefined | Promise<Answer>,
): () => void {
  const answered = (value: Answer) => ({ version, value });
  return bus.answer(name, (message) => {
    const value = respond(readMessage({ name, version, schema }, message));
    if (value instanceof Promise) return value.then(answered);
    return value === undefined ? undefined : answered(value);
  });
}

/** The value of a message. Throws for another version, and for an invalid value. */
export function readMessage<Value>(
  { name, version, schema }: Topic<Value>,
  message: unknown,
): Value {
  const { version: said, value } = (message ?? {}) as { version?: unknown; value?: unknown };
  if (said !== version) throw new Error(`${name}: version ${String(said)} is not known here`);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`${name}: no such message, at ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
}
