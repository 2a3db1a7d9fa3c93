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
import { mediaLimits, recordingLimits } from '@opportune/protocol/limits/calls.ts';
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
  /** Sooner or later. */
  make(of: RecordingOf): void;
  /** Erases what was said: nobody may hear it any more. */
  discard(id: RecordingId): void;
  /** What began before and has no file: a server left it behind, or it failed. */
  makeLeft(account: AccountId, before: number): Promise<void>;
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

  async function makeNow(of: RecordingOf): Promise<void> {
    if (isClosed) return;
    const { id } = of;
    if (!(await isMade(of))) {
      const names = filesOf(use.folder, id).filter((name) => name.endsWith('.log'));
      const target = path.join(use.folder, `${id}-file.ogg`);
      const logs = names.toSorted(byNumber).map((name) => path.join(use.folder, name));
      const made = await apart(logs, target);
      if (made === 'ended') throw new Error('the process that makes recordings ended');
      await (made === null ? forget(of) : keep(of, made, target));
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
      await use.store.put(partKey(of, part), await readPiece(target, start, bytes));
      start += bytes;
    }
    const aside = { type: 'recorded', recording: id, durationMs: made.durationMs } as const;
    const { writes } = await use.desks.of(account);
    // Its own id, so that a repeat adds nothing.
    const message = { ...writes.fromSystem({ type: 'aside', aside }), id: MessageId.parse(id) };
    await writes.append(conversation, [message]);
    const at = use.clock.now();
    if (await inAccount((sql) => settleRecording(sql, of, { ...made, at }))) return;
    for (const part of made.parts.keys()) await use.store.remove(partKey(of, part));
  }

  function make(of: RecordingOf): void {
    if (asked.has(of.id) || asked.size >= recordingLimits.making) return;
    asked.add(of.id);
    queue
      .run('all', () => makeNow(of).finally(() => asked.delete(of.id)))
      .catch((error: unknown) => {
        if (!isClosed) use.log.error('a recording was not made', { reason: String(error) });
      });
  }

  return {
    make,
    discard: (id) => removeFiles(use.folder, id),
    async makeLeft(account, before) {
      const left = await use.records.withAccount(account, (sql) =>
        unmadeRecordings(sql, account, before),
      );
      for (const each of left) make(each);
    },
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
  use: Pick<World, 'clock' | 'log' | 'schedule'> & {
    readonly records: Records;
    readonly recordings: string;
    readonly making: Pick<Making, 'makeLeft'>;
  },
  accounts: () => Promise<readonly AccountId[]>,
): () => Promise<void> {
  const again = { failed: 'recordings that were left were not made', everyMs: 3_600_000 };
  return againAndAgain(use, again, async () => {
    // Longer than a call lasts: none of these is still being recorded.
    const before = use.clock.now() - mediaLimits.recordingMs;
    for (const account of await accounts()) await use.making.makeLeft(account, before);
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
