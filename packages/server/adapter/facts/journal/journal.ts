// Batches of facts that are durable here before ClickHouse has them. An insert costs the engine as much
// for one row as for a thousand, and a record here costs a twentieth of it. Two files take turns: one
// takes what comes, while what the other has goes to ClickHouse.
import { type FileHandle, mkdir, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { EngineError, reasonOf } from '../../engine-error.ts';
import type { Batch } from '../facts-merge.ts';
import { batchesIn, recordOf } from './journal-records.ts';

const names = ['0', '1'] as const;
/** Has batches that fit no table, for so long after the last of them. */
const unfitName = 'unfit';
const mostUnfitBytes = 64 * 1024 * 1024;
const unfitMs = 30 * 24 * 3_600_000;
/** Nobody else on the machine may read facts. */
const [folderMode, fileMode] = [0o700, 0o600];

interface Queued {
  readonly batch: Batch;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Opens the journal in a folder, which is created if it is missing. Only one process may have it. */
export async function openJournal(folder: string): Promise<Journal> {
  await mkdir(folder, { mode: folderMode, recursive: true });
  const [first, second] = (await Promise.all(
    names.map((name) => JournalFile.open(path.join(folder, name))),
  )) as [JournalFile, JournalFile];
  // Its files must be found after a power cut.
  const directory = await open(folder);
  await directory.sync();
  await directory.close();
  const unfit = path.join(folder, unfitName);
  const kept = await stat(unfit).catch(() => null);
  if (kept !== null && Date.now() - kept.mtimeMs > unfitMs) await rm(unfit);
  return new Journal([first, second], unfit);
}

export class Journal {
  readonly #files: readonly [JournalFile, JournalFile];
  readonly #unfit: string;
  #current = 0;
  /** Both files have what an earlier process left. */
  #isLeft = true;
  #queued: Queued[] = [];
  #taken: readonly Batch[] = [];
  #tail: Promise<unknown> = Promise.resolve();

  constructor(files: readonly [JournalFile, JournalFile], unfit: string) {
    this.#files = files;
    this.#unfit = unfit;
  }

  /** What an earlier process left, oldest first within a file. Call before anything else. */
  get left(): readonly Batch[] {
    return this.#files.flatMap(({ batches }) => batches);
  }

  /** Bytes that were not taken yet. */
  get sizeBytes(): number {
    return this.#isLeft ? 0 : this.#file.sizeBytes;
  }

  get #file(): JournalFile {
    return this.#files[this.#current === 0 ? 0 : 1];
  }

  /**
   * Resolves once the batch is on the disk, whose rows are copied. Batches that wait are written
   * together. Rejects with `server.storage_full` or `engine.unavailable`, and nothing of it is kept.
   */
  append(batch: Batch): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#queued.push({ batch, resolve, reject });
    void this.#inTurn(() => this.#writeQueued());
    return promise;
  }

  /**
   * What came since the last time. What comes from now on goes to the other file, so what was taken
   * before must have been discarded.
   */
  async take(): Promise<readonly Batch[]> {
    await this.#inTurn(async () => {
      if (this.#isLeft || this.#taken.length > 0) throw new Error('the other file is not empty');
      if (this.#file.batches.length === 0) return;
      this.#taken = this.#file.batches;
      this.#current = 1 - this.#current;
    });
    return this.#taken;
  }

  /** What was taken, or left by an earlier process, is in ClickHouse. Without any, it does nothing. */
  async discard(): Promise<void> {
    await this.#inTurn(async () => {
      if (!this.#isLeft && this.#taken.length === 0) return;
      const [first, second] = this.#files;
      const done = this.#isLeft ? [first, second] : [this.#file === first ? second : first];
      for (const file of done) await file.clear();
      this.#isLeft = false;
      this.#taken = [];
    });
  }

  /** Keeps a batch that fits no table beside the journal, for people. False if too many are there. */
  async setAside(batch: Batch): Promise<boolean> {
    const file = await open(this.#unfit, 'a', fileMode);
    try {
      if ((await file.stat()).size >= mostUnfitBytes) return false;
      await file.appendFile(Buffer.concat(recordOf(batch)));
      await file.datasync();
      return true;
    } finally {
      await file.close();
    }
  }

  /** Removes what was set aside, of any account. */
  forgetUnfit(): Promise<void> {
    return rm(this.#unfit, { force: true });
  }

  async close(): Promise<void> {
    await this.#inTurn(async () => {
      for (const file of this.#files) await file.close();
    });
  }

  async #writeQueued(): Promise<void> {
    const queued = this.#queued.splice(0);
    if (queued.length === 0) return;
    try {
      if (this.#isLeft) throw new Error('what was left is not in ClickHouse yet');
      await this.#file.write(queued.map(({ batch }) => batch));
      for (const { resolve } of queued) resolve();
    } catch (error) {
      for (const { reject } of queued) reject(refusalOf(error));
    }
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.#tail.then(work);
    this.#tail = mine.catch(() => {});
    return mine;
  }
}

class JournalFile {
  readonly #file: FileHandle;
  batches: Batch[];
  sizeBytes: number;

  private constructor(file: FileHandle, bytes: Buffer) {
    this.#file = file;
    this.batches = batchesIn(bytes);
    this.sizeBytes = bytes.length;
  }

  static async open(at: string): Promise<JournalFile> {
    // Not "a+": it would write at the end, behind a torn record.
    const file = await open(at, 'r+').catch(() => open(at, 'w+', fileMode));
    return new JournalFile(file, await file.readFile());
  }

  /** A failed write leaves nothing that counts: the next one begins at the same place. */
  async write(batches: readonly Batch[]): Promise<void> {
    const bytes = Buffer.concat(batches.flatMap(recordOf));
    try {
      await this.#writeAll(bytes);
      await this.#file.datasync();
    } catch (error) {
      await this.#file.truncate(this.sizeBytes).catch(() => {});
      throw error;
    }
    this.sizeBytes += bytes.length;
    this.batches.push(...batchesIn(bytes));
  }

  async #writeAll(bytes: Buffer): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const at = this.sizeBytes + done;
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, at);
      done += bytesWritten;
    }
  }

  /** Resolves once nothing of it would be found after a power cut. */
  async clear(): Promise<void> {
    await this.#file.truncate(0);
    await this.#file.datasync();
    this.sizeBytes = 0;
    this.batches = [];
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

function refusalOf(error: unknown): EngineError {
  const reason = reasonOf(error);
  return /ENOSPC|EDQUOT/.test(reason)
    ? new EngineError('server.storage_full', undefined, error)
    : new EngineError('engine.unavailable', `The journal of facts: ${reason}`, error);
}
