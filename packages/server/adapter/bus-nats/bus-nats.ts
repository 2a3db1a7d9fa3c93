// The bus across machines, over NATS. Listeners of this process hear what it publishes as on the bus in
// memory; others hear it through NATS, under subjects that only one cluster uses, and signed by its
// secret. While NATS is away, messages wait, the newest ones. Whoever may have missed one learns that.
import { connect, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { setTimeout as pause } from 'node:timers/promises';
import type { Publishing } from '@opportune/core/ports/bus.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { openMemoryBus } from '../bus-memory.ts';
import { EngineError, reasonOf } from '../engine-error.ts';
import { leaseClock } from '../leases/lease-clock.ts';
import { PacedQueue } from './paced-queue.ts';
import { beatLooks, type Hearing, Senders } from './senders.ts';
import { messageVersions, type Sender, type Sent, signingUnder } from './signed.ts';

/** How long it waits before it connects again, and by how much more at random. */
const again = { reconnectTimeWait: 200, reconnectJitter: 300 } as const;
/** A line on which NATS says nothing for two of these is cut. */
const pingMs = 5000;
const connectMs = 5000;
const lookMs = 1000;
/** How often it is logged that messages were dropped, in looks. */
const droppedLooks = 10;
/** How long NATS may take for what was published before the end. */
const closeMs = 2000;

export interface NatsPlace {
  /** nats://user:password@host:4222, or tls:// for TLS. */
  readonly url: string;
  /** The id of the cluster. Subjects begin with it. */
  readonly cluster: string;
  /** That of the cluster, by which its messages are signed. */
  readonly secret: string;
}

export interface NatsParts {
  readonly self: Pick<Sender, 'node' | 'name'>;
  /** Whether this node is in the cluster. */
  readonly isNode: (node: string) => boolean;
  /** Whether others may hear what this process publishes. Those who did not learn that they missed it. */
  readonly mayTell: () => boolean;
  readonly log: Log;
  /** What others published may have been missed, for this reason. Can be called several times. */
  readonly missed: (reason: string) => void;
}

/** Throws `start.engine_unusable` if NATS cannot be used. */
export async function checkNats(url: string): Promise<void> {
  const nats = await connectTo(url);
  await nats.close();
}

/**
 * Resolves once it hears what others publish. If NATS does not answer, it resolves all the same,
 * connects later, and then says that it has missed messages.
 */
export async function openNatsBus(place: NatsPlace, parts: NatsParts): Promise<Publishing> {
  const { log, missed } = parts;
  const local = openMemoryBus(log);
  const life = Math.round(leaseClock()() * 1000);
  const { sign, open } = signingUnder(place.secret);
  const start = `opportune.${place.cluster}.${messageVersions.newest}.`;
  const queue = new PacedQueue(() => log.warn('the bus dropped its oldest message', {}));
  const hearing = createHearing(parts, local.publish);
  let number = 0;
  let most = Infinity;
  let isClosed = false;
  const send = (kind: string, value: unknown): boolean => {
    const bytes = sign(start + kind, { sender: { ...parts.self, life }, number, value });
    const isFit = bytes.length <= Math.min(most, tableLimits.busBytes);
    if (isFit) queue.send({ subject: start + kind, bytes });
    return isFit;
  };
  const take = ({ subject, data }: Msg): void => {
    try {
      hearing.take(subject.slice(start.length), open(subject, data));
    } catch (failed) {
      log.error('a message on the bus cannot be read', { reason: reasonOf(failed) });
    }
  };
  const use = async (nats: NatsConnection): Promise<void> => {
    void follow(nats, { queue, isClosed: () => isClosed, ...parts });
    nats.subscribe(`${start}>`, { callback: (error, message) => void (error ?? take(message)) });
    most = nats.info?.max_payload ?? 0;
    queue.connect(nats);
    send('beat', null);
    await nats.flush();
  };
  const line = openLine(place.url, { use, isClosed: () => isClosed, log, missed });
  await line.begun;
  const looking = setInterval(() => {
    if (queue.isOpen && hearing.look() && parts.mayTell()) send('beat', null);
  }, lookMs).unref();
  return {
    publish(topic, message) {
      local.publish(topic, message);
      // One that is not sent is missed by others, and they learn it by its number.
      number += 1;
      if (parts.mayTell() && !send(`publish.${topic}`, message))
        log.error('a message is too large for the bus', { topic });
    },
    subscribe: local.subscribe,
    async close() {
      clearInterval(looking);
      isClosed = true;
      if (queue.isOpen) send('end', null);
      await queue.emptied(closeMs);
      await Promise.all([local.close(), line.close()]);
    },
  };
}

const publishStart = 'publish.';

/** Delivers what others publish, and notices what was missed. */
function createHearing(
  { isNode, log, missed }: NatsParts,
  deliver: (topic: string, message: unknown) => void,
) {
  const senders = new Senders();
  let looks = 0;
  const dropped = { unsigned: 0, repeated: 0 };
  const heard = (hearing: Hearing): void => {
    if (hearing === 'again') dropped.repeated += 1;
    if (hearing === 'gap') missed('a message did not arrive');
  };
  return {
    take(kind: string, sent: Sent | null): void {
      if (sent === null) dropped.unsigned += 1;
      else if (kind.startsWith(publishStart)) {
        const hearing = senders.published(sent);
        if (hearing !== 'again') deliver(kind.slice(publishStart.length), sent.value);
        heard(hearing);
      } else if (kind === 'beat' || kind === 'end') heard(senders.told(sent, kind === 'end'));
    },
    /** Whether it is time to say something. */
    look(): boolean {
      looks += 1;
      if (senders.look(isNode)) missed('a node died');
      if (looks % droppedLooks === 0 && dropped.unsigned + dropped.repeated > 0) {
        log.warn('the bus dropped messages that are not of this cluster, or came again', {
          ...dropped,
        });
        Object.assign(dropped, { unsigned: 0, repeated: 0 });
      }
      return looks % beatLooks === 0;
    },
  };
}

interface LineParts extends Pick<NatsParts, 'log' | 'missed'> {
  /** Once it is connected. Then NATS's client connects again by itself. */
  readonly use: (nats: NatsConnection) => Promise<void>;
  readonly isClosed: () => boolean;
}

/** Connects now, or as soon as NATS answers. `begun`: after the first attempt. */
function openLine(url: string, { use, isClosed, log, missed }: LineParts) {
  let nats: NatsConnection | null = null;
  const attempt = async (): Promise<boolean> => {
    try {
      const found = await connectTo(url);
      if (isClosed()) await found.close();
      nats = found;
      await use(found);
    } catch (error) {
      log.warn('NATS is away', { reason: reasonOf(error) });
    }
    return nats !== null;
  };
  const later = async (): Promise<void> => {
    while (!isClosed()) {
      await pause(again.reconnectTimeWait + Math.random() * again.reconnectJitter);
      if (isClosed() || !(await attempt())) continue;
      log.info('NATS is back', {});
      return missed('NATS was away when this process began');
    }
  };
  return {
    begun: attempt().then((isThere) => {
      if (!isThere) void later();
    }),
    close: async () => nats?.close(),
  };
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

interface Following extends NatsParts {
  readonly queue: PacedQueue;
  readonly isClosed: () => boolean;
}

/** What becomes of the connection. Its end by ourselves is nobody's concern. */
async function follow(
  nats: NatsConnection,
  { queue, isClosed, log, missed }: Following,
): Promise<void> {
  for await (const { type } of nats.status()) {
    if (type === 'disconnect') {
      queue.pause();
      log.warn('NATS is away', {});
    }
    if (type !== 'reconnect') continue;
    log.info('NATS is back', {});
    queue.resume();
    missed('NATS was away');
  }
  if (isClosed()) return;
  log.error('NATS refuses this process', { reason: reasonOf(await nats.closed()) });
  missed('NATS refuses this process');
}
