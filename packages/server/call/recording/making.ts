// Makes the file of a recording: in a process of its own (make-process.ts), one at a time, from the
// logs that the media host wrote. The file goes into the store in parts, and a line of the transcript
// shows it. What a crash interrupts is made again from the logs, which are removed last.
import { type ChildProcess, fork } from 'node:child_process';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { AttachmentStore } from '@opportune/core/ports/attachments.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import { AttachmentKey } from '@opportune/protocol/conversation/attachment.ts';
import { type AccountId, MessageId, type RecordingId } from '@opportune/protocol/ids.ts';
import { recordingLimits } from '@opportune/protocol/limits/calls.ts';
import { againAndAgain } from '../../http/again-and-again.ts';
import { KeyedQueue } from '../../http/keyed-queue.ts';
import type { Desks } from '../../desk/desks.ts';
import type { MakeAnswer } from './make-file.ts';
import { filesOf, removeFiles, removeLeft } from './left-files.ts';
import {
  findRecording,
  forgetUnmade,
  type MadeFile,
  noteParts,
  type RecordingOf,
  settleRecording,
  unmadeRecordings,
} from './recording-rows.ts';

export interface MakingParts extends Pick<World, 'clock' | 'log'> {
  readonly records: Records;
  readonly store: AttachmentStore;
  readonly desks: Desks;
  /** Where the media host writes. */
  readonly folder: string;
}

export interface Making {
  /** It runs until it is made or discarded. `end`: ends it before, for good. */
  began(id: RecordingId, end: () => Promise<void>): void;
  /** Sooner or later. */
  make(of: RecordingOf): void;
  /** Erases what was said: nobody may hear it any more. */
  discard(id: RecordingId): void;
  /** What has no file and does not run: a server left it behind, or it failed. */
  makeLeft(account: AccountId): Promise<void>;
  /** Runs the work once it is neither recorded nor made any more, nor is again until the work is done. */
  apartFrom<T>(id: RecordingId, work: () => Promise<T>): Promise<T>;
  idle(): Promise<void>;
  /** What is not made is made by the next server. */
  close(): Promise<void>;
}

const program = new URL('./make-process.ts', import.meta.url);

/** The key of a part of a recording. */
export function partKey({ account, id }: Pick<RecordingOf, 'account' | 'id'>, part: number) {
  return AttachmentKey.parse(`${account}/call-${id}-${part}`);
}

export function createMaking(use: MakingParts): Making {
  const queue = new KeyedQueue();
  let child: ChildProcess | null = null;
  let isClosed = false;
  /** Those that wait or are being made. */
  const asked = new Set<RecordingId>();
  /** How to end those that run. */
  const running = new Map<RecordingId, () => Promise<void>>();
  /** What is being removed: one at a time, so that nothing is kept of those that wait. */
  let barred: RecordingId | null = null;
  const removals = new KeyedQueue();
  let current: { readonly id: RecordingId; readonly done: Promise<void> } | null = null;

  async function makeNow(of: RecordingOf): Promise<void> {
    const { id } = of;
    if (isClosed || barred === id) return;
    if (!(await isMade(of))) {
      if (barred === id) return;
      const names = filesOf(use.folder, id).filter((name) => name.endsWith('.log'));
      const target = path.join(use.folder, `${id}-file.ogg`);
      const logs = names.toSorted(byNumber).map((name) => path.join(use.folder, name));
      const made = await apart(logs, target);
      if (barred === id) return;
      if (made === 'ended') throw new Error('the process that makes recordings ended');
      await (made === null ? forget(of) : keepOrClean(of, made, target));
    }
    removeFiles(use.folder, id);
  }

  function apart(logs: readonly string[], target: string): Promise<MakeAnswer> {
    if (isClosed) return Promise.resolve('ended');
    const { promise, resolve } = Promise.withResolvers<MakeAnswer>();
    child = fork(program, [JSON.stringify({ logs, target })], {
      // No environment: what reads strangers' packets knows no secret.
      env: {},
      execArgv: ['--permission', '--allow-fs-read=*', `--allow-fs-write=${use.folder}/*`],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      ...{ timeout: recordingLimits.makingMs, killSignal: 'SIGKILL' },
    });
    child.on('message', (answer: MakeAnswer) => resolve(answer));
    child.on('exit', () => resolve('ended')).on('error', () => resolve('ended'));
    return promise.finally(() => (child = null));
  }

  /** Or it is removed meanwhile. */
  async function isMade(of: RecordingOf): Promise<boolean> {
    const known = await use.records.withAccount(of.account, (sql) => findRecording(sql, of));
    return known === null || known.shown.file !== null;
  }

  /** Nothing was said. */
  function forget(of: RecordingOf): Promise<void> {
    return use.records.withAccount(of.account, (sql) => forgetUnmade(sql, of));
  }

  async function keep(of: RecordingOf, made: MadeFile, target: string): Promise<void> {
    const { account, conversation, id } = of;
    const inAccount = <T>(work: (sql: Sql) => Promise<T>) => use.records.withAccount(account, work);
    // Whoever removes it meanwhile knows of its bytes by its parts.
    if (!(await inAccount((sql) => noteParts(sql, of, made.parts)))) return;
    let start = 0;
    for (const [part, { bytes }] of made.parts.entries()) {
      // The removal knows of the parts before it.
      if (barred === id) return;
      await use.store.put(partKey(of, part), await readPiece(target, start, bytes));
      start += bytes;
    }
    if (barred === id) return;
    const aside = { type: 'recorded', recording: id, durationMs: made.durationMs } as const;
    const { writes } = await use.desks.of(account);
    // Its own id, so that a repeat adds nothing.
    const message = { ...writes.fromSystem({ type: 'aside', aside }), id: MessageId.parse(id) };
    await writes.append(conversation, [message]);
    const at = use.clock.now();
    await inAccount((sql) => settleRecording(sql, of, { ...made, at }));
  }

  /** Its conversation, or its account, may be gone meanwhile, and its row with it. */
  async function keepOrClean(of: RecordingOf, made: MadeFile, target: string): Promise<void> {
    try {
      await keep(of, made, target);
    } finally {
      const find = (sql: Sql) => findRecording(sql, of);
      if ((await use.records.withAccount(of.account, find)) === null)
        for (const part of made.parts.keys()) await use.store.remove(partKey(of, part));
    }
  }

  function makeInTurn(of: RecordingOf): Promise<void> {
    const done = makeNow(of).finally(() => {
      current = null;
      asked.delete(of.id);
    });
    current = { id: of.id, done };
    return done;
  }

  function make(of: RecordingOf): void {
    running.delete(of.id);
    if (asked.has(of.id) || asked.size >= recordingLimits.making) return;
    asked.add(of.id);
    queue
      .run('all', () => makeInTurn(of))
      .catch((error: unknown) => {
        if (!isClosed) use.log.error('a recording was not made', { reason: String(error) });
      });
  }

  /** Whoever makes it stops as soon as it can. */
  async function end(id: RecordingId): Promise<void> {
    await running.get(id)?.();
    if (current?.id !== id) return;
    child?.kill('SIGKILL');
    // Its failure is told where it was asked for.
    await current.done.catch(() => {});
  }

  return {
    began: (id, stop) => void running.set(id, stop),
    make,
    discard(id) {
      running.delete(id);
      removeFiles(use.folder, id);
    },
    async makeLeft(account) {
      const left = await use.records.withAccount(account, (sql) => unmadeRecordings(sql, account));
      for (const each of left) if (!running.has(each.id)) make(each);
    },
    apartFrom: (id, work) =>
      removals.run('all', async () => {
        barred = id;
        try {
          await end(id);
          return await work();
        } finally {
          barred = null;
        }
      }),
    idle: () => queue.idle(),
    async close() {
      isClosed = true;
      child?.kill('SIGKILL');
      await queue.idle();
    },
  };
}

/**
 * Now and every hour, makes what could not be made before, and removes files that nobody needs. Returns
 * how to stop.
 */
export function keepMaking(
  use: Pick<World, 'log' | 'schedule'> & {
    readonly records: Records;
    readonly recordings: string;
    readonly making: Pick<Making, 'makeLeft'>;
  },
  accounts: () => Promise<readonly AccountId[]>,
): () => Promise<void> {
  const failed = 'recordings that were left were not made';
  return againAndAgain(use, { failed, everyMs: 3_600_000 }, async () => {
    for (const account of await accounts())
      await use.making
        .makeLeft(account)
        .catch((error: unknown) => use.log.warn(failed, { account, error: String(error) }));
    await removeLeft(use, accounts);
  });
}

function byNumber(one: string, other: string): number {
  const number = (name: string) => Number(/-(\d+)\.log$/.exec(name)?.[1] ?? 0);
  return number(one) - number(other);
}

async function readPiece(file: string, start: number, bytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of createReadStream(file, { start, end: start + bytes - 1 }))
    chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
