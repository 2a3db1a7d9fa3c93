// Files in a folder of this machine: one file per key, written to a temporary name, synced and
// renamed, so that a crash leaves the whole file or nothing. Keys are parsed before they get here
// and cannot contain a path.
import { randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { AttachmentStore } from '@opportune/core/ports/attachments.ts';
import { EngineError, reasonOf } from '../engine-error.ts';

/** Half-written files that are older are of a crash: writing one takes no such time. */
const leftAfterMs = 3600_000;

/** Opens the store and removes half-written files of a crash. Other processes may write some just now. */
export function openAttachmentsFolder(folder: string): AttachmentStore {
  const incoming = path.join(folder, 'incoming');
  mkdirSync(incoming, { recursive: true, mode: 0o700 });
  for (const draft of readdirSync(incoming).map((name) => path.join(incoming, name))) {
    const written = statSync(draft, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (Date.now() - written > leftAfterMs) rmSync(draft, { force: true });
  }
  const place = (key: string): string => path.join(folder, 'kept', ...key.split('/'));
  return {
    put: (key, bytes) =>
      translated(async () => {
        const draft = path.join(incoming, randomUUID());
        try {
          await writeSynced(draft, bytes);
          await mkdir(path.dirname(place(key)), { recursive: true, mode: 0o700 });
          await rename(draft, place(key));
          await syncFolder(path.dirname(place(key)));
        } catch (error) {
          await rm(draft, { force: true });
          throw error;
        }
      }),
    get: (key) =>
      translated(async () => {
        const found = await stat(place(key)).catch(absent);
        return found === null ? null : { sizeBytes: found.size, content: contentOf(place(key)) };
      }),
    remove: (key) => translated(() => rm(place(key), { force: true })),
  };
}

async function writeSynced(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The name is durable only once its folder is synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Opened on the first read, and closed when reading ends in any way. */
async function* contentOf(file: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(file);
}

function absent(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null;
  throw error;
}

async function translated<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    const full = ['ENOSPC', 'EDQUOT'].includes(codeOf(error));
    throw full
      ? new EngineError('server.storage_full', undefined, error)
      : new EngineError('attachment.unreachable', reasonOf(error), error);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
