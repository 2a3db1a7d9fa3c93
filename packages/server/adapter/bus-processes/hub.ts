// The hub of a bus across processes of one machine: it passes what a process publishes to all others, in
// the order of each sender, and questions to all until one answers. It reads no values. A process that
// reads slowly or stops loses its oldest messages and keeps nobody waiting.
import { rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { commonVersion } from '@opportune/core/cluster/versions.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { z } from 'zod';
import { reasonOf } from '../engine-error.ts';
import {
  encodeFrame,
  type Frame,
  frameReader,
  frameVersions,
  type NewFrame,
  readValue,
} from './frames.ts';
import { Outbox, type Sent } from './outbox.ts';

/** Processes on one hub. Beyond: the next one is cut off, and tries again. */
const mostPeers = 64;

export const hello = z.object({ oldest: z.int(), newest: z.int() });

interface Peer {
  readonly outbox: Outbox;
  /** The version of its frames. Null before its hello. */
  version: number | null;
}

interface Question {
  readonly asker: Peer;
  readonly number: number;
  readonly asked: Set<Peer>;
}

export interface Hub {
  close(): Promise<void>;
}

/** Listens on a Unix socket at `path`, in a folder that only our user may enter. */
export async function openHub(path: string, log: Log): Promise<Hub> {
  const peers = new Map<Peer, Socket>();
  const questions = createQuestions();

  function serve(socket: Socket): void {
    if (peers.size >= mostPeers) return void socket.destroy();
    const read = frameReader();
    const outbox = new Outbox((sent) => {
      log.warn('a process reads its bus too slowly and lost a message', {});
      if (sent.kind === 'ask') questions.isUnanswered(peer, sent.number);
    });
    const peer: Peer = { outbox, version: null };
    peers.set(peer, socket);
    outbox.to(socket);
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const frame of read(chunk)) take(peer, frame);
      } catch (error) {
        log.warn('a process on the bus was cut off', { reason: reasonOf(error) });
        socket.destroy();
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      peers.delete(peer);
      questions.forget(peer);
    });
  }

  function take(peer: Peer, frame: Frame): void {
    if (peer.version === null) {
      if (frame.kind !== 'hello') throw new Error('no hello');
      const version = commonVersion(frameVersions, hello.parse(readValue(frame)));
      if (version === null) throw new Error('its build is no neighbour of this one');
      peer.version = version;
      return send(peer, { kind: 'hello' });
    }
    const others = [...peers.keys()].filter((one) => one !== peer && one.version !== null);
    if (frame.kind === 'publish') for (const other of others) send(other, frame);
    if (frame.kind === 'ask') questions.ask(peer, frame, others);
    if (frame.kind === 'answer') questions.isAnswered(peer, frame);
    if (frame.kind === 'none') questions.isUnanswered(peer, frame.number);
  }

  const server = createServer(serve);
  rmSync(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  return {
    async close() {
      for (const socket of peers.values()) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(peer: Peer, frame: NewFrame): void {
  const bytes = encodeFrame({ ...frame, version: peer.version ?? frameVersions.newest });
  const sent: Sent | null = bytes && { kind: frame.kind, number: frame.number ?? 0, bytes };
  if (sent !== null) peer.outbox.send(sent);
}

/** Questions that are open: each goes to all others and comes back with the first answer. */
function createQuestions() {
  const open = new Map<number, Question>();
  let last = 0;
  const close = (of: number, { asker, number }: Question, answer: Partial<Frame>): void => {
    open.delete(of);
    send(asker, { kind: 'none', ...answer, number });
  };
  const isUnanswered = (peer: Peer, of: number): void => {
    const question = open.get(of);
    if (question?.asked.delete(peer) === true && question.asked.size === 0) close(of, question, {});
  };
  return {
    ask(asker: Peer, frame: Frame, others: readonly Peer[]): void {
      const { number } = frame;
      if (others.length === 0 || open.size >= tableLimits.busMessages)
        return send(asker, { kind: 'none', number });
      last = (last + 1) >>> 0;
      const of = last;
      open.set(of, { asker, number, asked: new Set(others) });
      for (const other of others) send(other, { ...frame, number: of });
    },
    isAnswered(peer: Peer, frame: Frame): void {
      const question = open.get(frame.number);
      if (question?.asked.has(peer) === true) close(frame.number, question, frame);
    },
    isUnanswered,
    /** Its questions are over, and it answers no others. */
    forget(peer: Peer): void {
      for (const [of, { asker }] of open) {
        if (asker === peer) open.delete(of);
        else isUnanswered(peer, of);
      }
    },
  };
}
