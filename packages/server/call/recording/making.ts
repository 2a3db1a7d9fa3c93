// Decides which recordings are made into files, one at a time, and which are removed. A process of its
// own makes the file from the logs that the media host wrote (maker.ts), and keep-file.ts puts it into
// the store and the transcript. What a crash interrupts is made again from the logs, which are removed
// last.
import path from 'node:path';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { AccountId, RecordingId } from '@opportune/protocol/ids.ts';
import { recordingLimits } from '@opportune/protocol/limits/calls.ts';
import { againAndAgain } from '../../http/again-and-again.ts';
import { KeyedQueue } from '../../http/keyed-queue.ts';
import { forget, isMade, type Keeping, keepOrClean } from './keep-file.ts';
import { filesOf, removeFiles, removeLeft } from './left-files.ts';
import { createMaker } from './maker.ts';
import { type RecordingOf, unmadeRecordings } from './recording-rows.ts';

export interface MakingParts extends Keeping, Pick<World, 'log'> {
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

export function createMaking(use: MakingParts): Making {
  const line = createLine(use);
  /** How to end those that run. */
  const running = new Map<RecordingId, () => Promise<void>>();
  const removals = new KeyedQueue();

  function make(of: RecordingOf): void {
    running.delete(of.id);
    line.add(of);
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
      removals.run('all', () =>
        line.without(id, async () => {
          await running.get(id)?.();
          await line.stop(id);
          return await work();
        }),
      ),
    idle: line.idle,
    close: line.close,
  };
}

/** The recordings that wait to be made, and the one that is being made. */
function createLine(use: MakingParts) {
  const queue = new KeyedQueue();
  const maker = createMaker(use.folder);
  let isClosed = false;
  /** Those that wait or are being made. */
  const asked = new Set<RecordingId>();
  /** What is being removed: one at a time, so that nothing is kept of those that wait. */
  let barred: RecordingId | null = null;
  let current: { readonly id: RecordingId; readonly done: Promise<void> } | null = null;

  async function makeNow(of: RecordingOf): Promise<void> {
    const { id } = of;
    const isBarred = () => barred === id;
    if (isClosed || isBarred()) return;
    if (!(await isMade(use, of))) {
      if (isBarred()) return;
      const names = filesOf(use.folder, id).filter((name) => name.endsWith('.log'));
      const target = path.join(use.folder, `${id}-file.ogg`);
      const logs = names.toSorted(byNumber).map((name) => path.join(use.folder, name));
      const made = await maker.make(logs, target);
      if (isBarred()) return;
      if (made === 'ended') throw new Error('the process that makes recordings ended');
      await (made === null ? forget(use, of) : keepOrClean(use, of, { made, target, isBarred }));
    }
    removeFiles(use.folder, id);
  }

  function makeInTurn(of: RecordingOf): Promise<void> {
    const done = makeNow(of).finally(() => {
      current = null;
      asked.delete(of.id);
    });
    current = { id: of.id, done };
    return done;
  }

  return {
    add(of: RecordingOf): void {
      if (asked.has(of.id) || asked.size >= recordingLimits.making) return;
      asked.add(of.id);
      queue
        .run('all', () => makeInTurn(of))
        .catch((error: unknown) => {
          if (!isClosed) use.log.error('a recording was not made', { reason: String(error) });
        });
    },
    /** Nothing of it is made until the work is done. */
    async without<T>(id: RecordingId, work: () => Promise<T>): Promise<T> {
      barred = id;
      try {
        return await work();
      } finally {
        barred = null;
      }
    },
    /** Whoever makes it stops as soon as it can. */
    async stop(id: RecordingId): Promise<void> {
      if (current?.id !== id) return;
      maker.stop();
      // Its failure is told where it was asked for.
      await current.done.catch(() => {});
    },
    idle: () => queue.idle(),
    async close(): Promise<void> {
      isClosed = true;
      maker.close();
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
