// The bus across processes of one machine. Listeners of this process hear what it publishes as on the
// bus in memory, and others through the hub. If the hub goes away, it reconnects for ever; what does not
// fit until then is dropped, oldest first, and questions on their way are unanswered.
import { connect, type Socket } from 'node:net';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { openMemoryBus } from '../bus-memory.ts';
import { reasonOf } from '../engine-error.ts';
import {
  encodeFrame,
  encodeValue,
  type Frame,
  frameReader,
  frameVersions,
  readValue,
} from './frames.ts';
import type { Kind } from './frames.ts';
import { Outbox } from './outbox.ts';

/** How long a question waits for other processes. */
const patienceMs = 5000;
/** How long it waits before it connects again, at first and at most. */
const pauseMs = { least: 20, most: 1000 } as const;

interface Asked {
  readonly heard: (answer: unknown) => void;
  readonly late: NodeJS.Timeout;
}

export interface ProcessBus extends Bus {
  /** When it is connected for the first time. */
  readonly connected: Promise<void>;
}

/** Connects to the hub at this path. */
export function openProcessBus(path: string, log: Log): ProcessBus {
  const local = openMemoryBus(log);
  const asked = new Map<number, Asked>();
  const outbox = new Outbox((sent) => {
    log.warn('the bus dropped its oldest message', {});
    if (sent.kind === 'ask') settle(sent.number, undefined);
  });
  let last = 0;

  function send(kind: Kind, number: number, topic: string, message: unknown): boolean {
    const value = kind === 'none' ? new Uint8Array() : encodeValue(message);
    const bytes = value && encodeFrame({ kind, number, topic, value });
    if (bytes === null) log.error('a message is too large for the bus', { topic });
    else outbox.send({ kind, number, bytes });
    return bytes !== null;
  }

  function settle(number: number, answer: unknown): void {
    const question = asked.get(number);
    if (question === undefined || !asked.delete(number)) return;
    clearTimeout(question.late);
    try {
      question.heard(answer);
    } catch (error) {
      log.error('a listener on the bus threw', { reason: reasonOf(error) });
    }
  }

  function take(frame: Frame): void {
    const { kind, number, topic } = frame;
    if (kind === 'publish') local.publish(topic, readValue(frame));
    if (kind === 'answer') settle(number, readValue(frame));
    if (kind === 'none') settle(number, undefined);
    if (kind === 'ask')
      local.ask(topic, readValue(frame), (answer) => {
        if (answer === undefined || !send('answer', number, topic, answer))
          send('none', number, topic, undefined);
      });
  }

  function askOthers(topic: string, question: unknown, heard: (answer: unknown) => void): void {
    last = (last + 1) >>> 0;
    const number = last;
    if (asked.size >= tableLimits.busMessages) return heard(undefined);
    const late = setTimeout(() => settle(number, undefined), patienceMs);
    asked.set(number, { heard, late });
    if (!send('ask', number, topic, question)) settle(number, undefined);
  }

  const line = keepConnected(path, { outbox, take, log }, () => {
    for (const number of asked.keys()) settle(number, undefined);
  });
  return {
    connected: line.connected,
    publish(topic, message) {
      local.publish(topic, message);
      send('publish', 0, topic, message);
    },
    subscribe: local.subscribe,
    ask(topic, question, heard) {
      local.ask(topic, question, (answer) => {
        if (answer === undefined) askOthers(topic, question, heard);
        else heard(answer);
      });
    },
    answer: local.answer,
    async close() {
      line.close();
      for (const number of asked.keys()) settle(number, undefined);
      await local.close();
    },
  };
}

interface Line {
  readonly outbox: Outbox;
  readonly take: (frame: Frame) => void;
  readonly log: Log;
}

function keepConnected(path: string, { outbox, take, log }: Line, wasLost: () => void) {
  const connected = Promise.withResolvers<void>();
  let socket: Socket | undefined;
  let timer: NodeJS.Timeout | undefined;
  let pause: number = pauseMs.least;
  let isClosed = false;

  function open(): void {
    const read = frameReader();
    const opened = connect(path);
    socket = opened;
    opened.on('connect', () => {
      const greeting = encodeFrame({
        kind: 'hello',
        value: encodeValue(frameVersions),
      });
      if (greeting !== null) opened.write(greeting);
    });
    opened.on('data', (chunk: Buffer) => {
      try {
        for (const frame of read(chunk))
          if (frame.kind === 'hello') begin(opened);
          else take(frame);
      } catch (error) {
        log.error('the hub of the bus sent what is no frame', { reason: reasonOf(error) });
        opened.destroy();
      }
    });
    opened.on('error', () => {});
    opened.on('close', () => {
      outbox.to(null);
      wasLost();
      if (isClosed) return;
      timer = setTimeout(open, pause * (0.5 + Math.random()));
      pause = Math.min(2 * pause, pauseMs.most);
    });
  }

  function begin(opened: Socket): void {
    pause = pauseMs.least;
    outbox.to(opened);
    connected.resolve();
  }

  open();
  return {
    connected: connected.promise,
    close() {
      isClosed = true;
      clearTimeout(timer);
      // What was published leaves, and a hub that stopped keeps nobody alive.
      socket?.end();
      socket?.unref();
    },
  };
}
