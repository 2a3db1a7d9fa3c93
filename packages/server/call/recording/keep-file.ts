// Puts the file of a recording into the store, in parts, and a line that shows it into the transcript.
// The recording, its conversation or its account may be removed meanwhile: then nothing of it stays.
import { createReadStream } from 'node:fs';
import type { AttachmentStore } from '@opportune/core/ports/attachments.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import { AttachmentKey } from '@opportune/protocol/conversation/attachment.ts';
import { MessageId } from '@opportune/protocol/ids.ts';
import type { Desks } from '../../desk/desks.ts';
import {
  findRecording,
  forgetUnmade,
  type MadeFile,
  noteParts,
  type RecordingOf,
  settleRecording,
} from './recording-rows.ts';

export interface Keeping extends Pick<World, 'clock'> {
  readonly records: Records;
  readonly store: AttachmentStore;
  readonly desks: Desks;
}

interface Target {
  readonly made: MadeFile;
  /** Where the file was made. */
  readonly target: string;
  /** Whether it is being removed. */
  isBarred(): boolean;
}

/** The key of a part of a recording. */
export function partKey({ account, id }: Pick<RecordingOf, 'account' | 'id'>, part: number) {
  return AttachmentKey.parse(`${account}/call-${id}-${part}`);
}

/** Whether it has its file, or no row any more. */
export async function isMade({ records }: Keeping, of: RecordingOf): Promise<boolean> {
  const known = await records.withAccount(of.account, (sql) => findRecording(sql, of));
  return known === null || known.shown.file !== null;
}

/** Nothing was said. */
export function forget({ records }: Keeping, of: RecordingOf): Promise<void> {
  return records.withAccount(of.account, (sql) => forgetUnmade(sql, of));
}

/** Keeps it, or removes what was stored of it if its row is gone afterwards. */
export async function keepOrClean(use: Keeping, of: RecordingOf, file: Target): Promise<void> {
  try {
    await keep(use, of, file);
  } finally {
    const find = (sql: Sql) => findRecording(sql, of);
    if ((await use.records.withAccount(of.account, find)) === null)
      for (const part of file.made.parts.keys()) await use.store.remove(partKey(of, part));
  }
}

async function keep(
  use: Keeping,
  of: RecordingOf,
  { made, target, isBarred }: Target,
): Promise<void> {
  const { account, conversation, id } = of;
  const inAccount = <T>(work: (sql: Sql) => Promise<T>) => use.records.withAccount(account, work);
  // Whoever removes it meanwhile knows of its bytes by its parts.
  if (!(await inAccount((sql) => noteParts(sql, of, made.parts)))) return;
  let start = 0;
  for (const [part, { bytes }] of made.parts.entries()) {
    // The removal knows of the parts before it.
    if (isBarred()) return;
    await use.store.put(partKey(of, part), await readPiece(target, start, bytes));
    start += bytes;
  }
  if (isBarred()) return;
  const aside = { type: 'recorded', recording: id, durationMs: made.durationMs } as const;
  const { writes } = await use.desks.of(account);
  // Its own id, so that a repeat adds nothing.
  const message = { ...writes.fromSystem({ type: 'aside', aside }), id: MessageId.parse(id) };
  await writes.append(conversation, [message]);
  const at = use.clock.now();
  await inAccount((sql) => settleRecording(sql, of, { ...made, at }));
}

async function readPiece(file: string, start: number, bytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of createReadStream(file, { start, end: start + bytes - 1 }))
    chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
