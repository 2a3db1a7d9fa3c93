// The contract of every bus: order within a topic, exact topics, listeners that cannot harm each
// other, and one answer to each question.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Bus, Publishing } from '../ports/bus.ts';

/** Runs the suite, each test on a bus of its own from `open`. */
export function busContract(name: string, open: () => Promise<Bus>): void {
  publishingContract(name, open);
  questionsContract(name, open);
}

/** The part about what is published. */
export function publishingContract(name: string, open: () => Promise<Publishing>): void {
  describe(`bus: ${name}`, () => {
    it('delivers the messages of a topic in the order of publishing, to each listener', async () => {
      const bus = await open();
      const [one, other] = [collector(3), collector(3)];
      bus.subscribe('topic', one.listen);
      bus.subscribe('topic', other.listen);
      for (const n of [1, 2, 3]) bus.publish('topic', n);
      assert.deepEqual(await one.all, [1, 2, 3]);
      assert.deepEqual(await other.all, [1, 2, 3]);
      await bus.close();
    });

    it('delivers nothing of another topic, nor of one with the same prefix', async () => {
      const bus = await open();
      const got = collector(1);
      bus.subscribe('topic', got.listen);
      bus.publish('topic.more', 'wrong');
      bus.publish('top', 'wrong');
      bus.publish('topic', 'right');
      assert.deepEqual(await got.all, ['right']);
      await bus.close();
    });

    it('a listener that throws misses no later message, and neither does any other', async () => {
      const bus = await open();
      const got = collector(2);
      const seen: unknown[] = [];
      bus.subscribe('topic', (message) => {
        seen.push(message);
        throw new Error('a listener with a fault');
      });
      bus.subscribe('topic', got.listen);
      bus.publish('topic', 1);
      bus.publish('topic', 2);
      assert.deepEqual(await got.all, [1, 2]);
      assert.deepEqual(seen, [1, 2]);
      await bus.close();
    });

    it('an unsubscribed listener receives nothing more, and a second unsubscribe has no effect', async () => {
      const bus = await open();
      const [stopped, stays] = [collector(1), collector(2)];
      const stop = bus.subscribe('topic', stopped.listen);
      bus.subscribe('topic', stays.listen);
      bus.publish('topic', 1);
      await stopped.all;
      stop();
      stop();
      bus.publish('topic', 2);
      assert.deepEqual(await stays.all, [1, 2]);
      assert.deepEqual(stopped.got, [1]);
      await bus.close();
    });

    it('a listener may publish in turn, after what was published before', async () => {
      const bus = await open();
      const got = collector(3);
      bus.subscribe('topic', (message) => {
        if (message === 1) bus.publish('topic', 'answer');
      });
      bus.subscribe('topic', got.listen);
      bus.publish('topic', 1);
      bus.publish('topic', 2);
      assert.deepEqual(await got.all, [1, 2, 'answer']);
      await bus.close();
    });
  });
}

function questionsContract(name: string, open: () => Promise<Bus>): void {
  describe(`questions on the bus: ${name}`, () => {
    it('a question is answered once, by the first process that has an answer', async () => {
      const bus = await open();
      const asked: unknown[] = [];
      bus.answer('other', () => 'wrong');
      bus.answer('question', (question) => void asked.push(question));
      bus.answer('question', async (question) => `answer to ${String(question)}`);
      bus.answer('question', () => 'too late');
      assert.equal(await answerOf(bus, 1), 'answer to 1');
      assert.deepEqual(asked, [1]);
      await bus.close();
    });

    it('a question without an answer, or whose answer fails, is reported as unanswered', async () => {
      const bus = await open();
      assert.equal(await answerOf(bus, 1), undefined);
      const stop = bus.answer('question', () => 'answer');
      stop();
      assert.equal(await answerOf(bus, 2), undefined);
      bus.answer('question', () => {
        throw new Error('an answer with a fault');
      });
      assert.equal(await answerOf(bus, 3), undefined);
      bus.answer('question', () => Promise.reject(new Error('a late answer with a fault')));
      assert.equal(await answerOf(bus, 4), undefined);
      await bus.close();
    });
  });
}

function answerOf(bus: Bus, question: unknown): Promise<unknown> {
  return new Promise((heard) => bus.ask('question', question, heard));
}

function collector(wanted: number) {
  const got: unknown[] = [];
  const { promise: all, resolve } = Promise.withResolvers<readonly unknown[]>();
  const listen = (message: unknown) => {
    got.push(message);
    if (got.length === wanted) resolve(got);
  };
  return { got, all, listen };
}
