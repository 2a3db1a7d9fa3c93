// The bus across machines, over NATS. Listeners of this process hear what it publishes as on the bus in
// memory; others hear it through NATS, under subjects that only one cluster uses. While NATS is away,
// messages wait, the newest ones; what others published meanwhile is lost, and `missed` says so.
import {
  connect,
  createInbox,
  type Msg,
  type NatsConnection,
  type Subscription,
} from '@nats-io/transport-node';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { openMemoryBus } from '../bus-memory.ts';
import { EngineError, reasonOf } from '../engine-error.ts';
import { PacedQueue } from './paced-queue.ts';

/** How long a question waits for other processes. */
const patienceMs = 5000;
/** How long it waits before it connects again, and by how much more at random. */
const again = { reconnectTimeWait: 200, reconnectJitter: 300 } as const;
/** A line on which NATS says nothing for two of these is cut. */
const pingMs = 5000;
const connectMs = 5000;

export interface NatsPlace {
  /** nats://user:password@host:4222, or tls:// for TLS. */
  readonly url: string;
  /** The id of the cluster. Subjects begin with it. */
  readonly cluster: string;
}

/**
 * Connects. `missed` is called once NATS is back after it was away, because messages may have been
 * missed, and if it refuses us for good. Throws `start.engine_unusable` if NATS does not answer.
 */
export async function openNatsBus(
  { url, cluster }: NatsPlace,
  log: Log,
  missed: () => void = () => {},
): Promise<Bus> {
  const nats = await connectTo(url);
  const local = openMemoryBus(log);
  const subject = (kind: string, topic: string) => `opportune.${cluster}.1.${kind}.${topic}`;
  const queue = new PacedQueue(nats, () => log.warn('the bus dropped its oldest message', {}));
  const read = (kind: string, take: (topic: string, message: Msg) => void): Subscription => {
    const start = subject(kind, '').length;
    return nats.subscribe(subject(kind, '>'), {
      callback(error, message) {
        if (error !== null) return;
        try {
          take(message.subject.slice(start), message);
        } catch (failed) {
          log.error('a message on the bus cannot be read', { reason: reasonOf(failed) });
        }
      },
    });
  };
  read('publish', (topic, message) => local.publish(topic, message.json()));
  read('ask', (topic, message) =>
    local.ask(topic, message.json(), (answer) => {
      if (answer !== undefined && message.reply !== undefined)
        put({ to: message.reply, topic, value: answer });
    }),
  );
  const asked = createAsked(nats, log);
  const put = ({ to, topic, value, reply }: Put): boolean => {
    const bytes = Buffer.from(JSON.stringify(value) ?? 'null');
    const isFit = bytes.length <= Math.min(nats.info?.max_payload ?? 0, tableLimits.busBytes);
    if (isFit) queue.send({ subject: to, bytes, reply });
    else log.error('a message is too large for the bus', { topic });
    return isFit;
  };
  const closing = watch(nats, { queue, log, missed });
  return {
    publish(topic, message) {
      local.publish(topic, message);
      put({ to: subject('publish', topic), topic, value: message });
    },
    subscribe: local.subscribe,
    ask(topic, question, heard) {
      local.ask(topic, question, (answer) => {
        if (answer !== undefined) return heard(answer);
        const reply = asked.expect(heard);
        if (reply === null) return;
        if (!put({ to: subject('ask', topic), topic, value: question, reply })) asked.settle(reply);
      });
    },
    answer: local.answer,
    async close() {
      closing();
      asked.clear();
      await Promise.all([local.close(), nats.close()]);
    },
  };
}

interface Put {
  readonly to: string;
  readonly topic: string;
  readonly value: unknown;
  readonly reply?: string | undefined;
}

/** Throws `start.engine_unusable`, with the host and without the password. */
async function connectTo(url: string): Promise<NatsConnection> {
  const { protocol, host, username, password } = new URL(url);
  const user = username === '' ? {} : { user: decodeURIComponent(username) };
  const pass = password === '' ? {} : { pass: decodeURIComponent(password) };
  try {
    return await connect({
      ...{ servers: host, name: 'opportune', noEcho: true, timeout: connectMs, ...again },
      ...{ maxReconnectAttempts: -1, pingInterval: pingMs, maxPingOut: 2, ...user, ...pass },
      ...(protocol === 'tls:' ? { tls: {} } : {}),
    });
  } catch (cause) {
    const said = `NATS at ${host} cannot be used: ${reasonOf(cause)}`;
    throw new EngineError('start.engine_unusable', `OPPORTUNE_NATS_URL: ${said}.`, cause);
  }
}

interface Watching {
  readonly queue: PacedQueue;
  readonly log: Log;
  readonly missed: () => void;
}

/** Returns what ends it: the end of the connection is then nobody's concern. */
function watch(nats: NatsConnection, { queue, log, missed }: Watching): () => void {
  let isClosing = false;
  const follow = async (): Promise<void> => {
    for await (const { type } of nats.status()) {
      if (type === 'disconnect') {
        queue.pause();
        log.warn('NATS is away', {});
      }
      if (type !== 'reconnect') continue;
      log.info('NATS is back', {});
      queue.resume();
      missed();
    }
    if (isClosing) return;
    log.error('NATS refuses this process', { reason: reasonOf(await nats.closed()) });
    missed();
  };
  void follow();
  return () => (isClosing = true);
}

/** Questions that wait for the answer of another process, by the subject of their answer. */
function createAsked(nats: NatsConnection, log: Log) {
  const inbox = createInbox();
  const open = new Map<string, { heard: (answer: unknown) => void; late: NodeJS.Timeout }>();
  let last = 0;
  function settle(reply: string, answer?: unknown): void {
    const question = open.get(reply);
    if (question === undefined || !open.delete(reply)) return;
    clearTimeout(question.late);
    try {
      question.heard(answer);
    } catch (error) {
      log.error('a listener on the bus threw', { reason: reasonOf(error) });
    }
  }
  nats.subscribe(`${inbox}.>`, {
    callback(error, message) {
      // Without a listener anywhere, NATS answers with the status 503.
      const isNobody = error !== null || message.headers?.code === 503;
      settle(message.subject, isNobody ? undefined : message.json());
    },
  });
  return {
    settle,
    /** The subject of its answer. Null if too many wait, and then it is unanswered. */
    expect(heard: (answer: unknown) => void): string | null {
      if (open.size >= tableLimits.busMessages) {
        heard(undefined);
        return null;
      }
      last += 1;
      const reply = `${inbox}.${last}`;
      open.set(reply, { heard, late: setTimeout(settle, patienceMs, reply).unref() });
      return reply;
    },
    clear(): void {
      for (const reply of open.keys()) settle(reply);
    },
  };
}
