// Batches of facts that are durable here before ClickHouse has them. An insert costs the engine as much
// for one row as for a thousand, and a record here costs a twentieth of it. Two files take turns: one
// takes what comes, while what the other has goes to ClickHouse.
import { constants } from 'node:fs';
import { copyFile, type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { EngineError, reasonOf } from '../../engine-error.ts';
import type { Batch } from '../facts-merge.ts';
import { sizeOf } from '../facts-rows.ts';
import { readRecords, recordOf } from './journal-records.ts';

const names = ['0', '1'] as const;
/** Has batches that fit no table. */
const unfitName = 'unfit';
const mostUnfitBytes = 64 * 1024 * 1024;
/** Has a file of the journal in which something was damaged. */
const damagedSuffix = '-damaged';
/** What people may look at, and for how long after its last change. */
const isAside = new RegExp(`^${unfitName}$|${damagedSuffix}$`);
const asideMs = 30 * 24 * 3_600_000;
/** Nobody else on the machine may read facts. */
const [folderMode, fileMode] = [0o700, 0o600];

interface Queued {
  readonly batch: Batch;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens the journal in a folder, which is created if it is missing. Only one process may have it. `tell` gets
 * what people should know, in words.
 */
export async function openJournal(
  folder: string,
  tell: (problem: string) => void = () => {},
): Promise<Journal> {
  await mkdir(folder, { mode: folderMode, recursive: true });
  const files: JournalFile[] = [];
  try {
    for (const name of names) files.push(await JournalFile.open(path.join(folder, name), tell));
    // They must be found after a power cut, and so must their folder.
    for (const each of [folder, path.dirname(folder)]) await syncFolder(each);
    const journal = new Journal(files as [JournalFile, JournalFile], folder);
    await journal.forgetOld();
    return journal;
  } catch (error) {
    for (const file of files) await file.close();
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const directory = await open(folder);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

export class Journal {
  readonly #files: readonly [JournalFile, JournalFile];
  readonly #folder: string;
  #current = 0;
  #isLeft = true;
  #queued: Queued[] = [];
  #taken: readonly Batch[] = [];
  #tail: Promise<unknown> = Promise.resolve();

  constructor(files: readonly [JournalFile, JournalFile], folder: string) {
    this.#files = files;
    this.#folder = folder;
  }

  /** Whether the files are as an earlier process left them. Then nothing is taken. */
  get isLeft(): boolean {
    return this.#isLeft;
  }

  /** What an earlier process left. */
  get left(): readonly Batch[] {
    return this.#isLeft ? this.#files.flatMap(({ batches }) => batches) : [];
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

  /** Resolves once all batches that were given before are written or refused. */
  written(): Promise<void> {
    return this.#inTurn(async () => {});
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
    let isKept = false;
    await this.#inTurn(async () => {
      const file = await JournalFile.open(path.join(this.#folder, unfitName));
      try {
        isKept = file.sizeBytes + sizeOf(recordOf(batch)) <= mostUnfitBytes;
        if (isKept) await file.write([batch]);
      } finally {
        await file.close();
      }
      await syncFolder(this.#folder);
    });
    return isKept;
  }

  /** Removes what was set aside, thirty days after the last of it. */
  async forgetOld(): Promise<void> {
    for (const name of (await readdir(this.#folder)).filter((each) => isAside.test(each))) {
      const file = path.join(this.#folder, name);
      if (Date.now() - (await stat(file)).mtimeMs > asideMs) await rm(file);
    }
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

  private constructor(file: FileHandle, sizeBytes: number, batches: readonly Batch[]) {
    this.#file = file;
    this.batches = [...batches];
    this.sizeBytes = sizeBytes;
  }

  /** Creates it if it is missing, and cuts off what is torn. A file with damage is copied before. */
  static async open(at: string, tell: (problem: string) => void = () => {}): Promise<JournalFile> {
    const file = await open(at, constants.O_RDWR | constants.O_CREAT, fileMode);
    try {
      const bytes = await file.readFile();
      const { batches, end, isDamaged } = readRecords(bytes);
      if (isDamaged) {
        await copyFile(at, `${at}${damagedSuffix}`);
        tell(
          `The journal's file ${at} is damaged and was copied; ${batches.length} batches are whole.`,
        );
      }
      if (end < bytes.length) await file.truncate(end);
      return new JournalFile(file, end, batches);
    } catch (error) {
      await file.close();
      throw error;
    }
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
    for (const batch of readRecords(bytes).batches) this.batches.push(batch);
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
