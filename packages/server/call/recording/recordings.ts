// Recordings that are made: who may hear them, their sound, and their removal, by hand or because
// their time is over. Managers hear all of them, and the agent of a conversation those of it. For
// others they do not exist.
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { AttachmentStore } from '@opportune/core/ports/attachments.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import type { AccountId, ConversationId, RecordingId } from '@opportune/protocol/ids.ts';
import type { User } from '@opportune/protocol/rest/account.ts';
import type { CallRecording } from '@opportune/protocol/rest/conversation/recordings.ts';
import { includesRole } from '../../http/access/principal.ts';
import { againAndAgain } from '../../http/again-and-again.ts';
import { found } from '../../http/problem/refusal.ts';
import { removeFiles } from './left-files.ts';
import { partKey } from './keep-file.ts';
import type { Making } from './making.ts';
import {
  findRecording,
  oldRecordings,
  type RecordingOf,
  recordingsIn,
  removeRecording,
} from './recording-rows.ts';
import type { RecordingRules } from './recording-settings.ts';
import { oggFile, type SoundFile, wavFile } from './sound-file.ts';

export interface RecordingsParts {
  readonly records: Records;
  readonly store: AttachmentStore;
  /** The folder in which files are made. */
  readonly recordings: string;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly log: Log;
  readonly turns: Pick<FairTurns, 'turn'>;
  readonly rules: RecordingRules;
  readonly making: Pick<Making, 'apartFrom'>;
  readonly conversations: Pick<ConversationStore, 'load'>;
}

export interface Recordings {
  /** Throws `request.not_found` for who may not hear them. */
  list(user: User, account: AccountId, of: ConversationId): Promise<readonly CallRecording[]>;
  /** The same, and where there is no such file. */
  open(user: User, of: RecordingOf, as: 'ogg' | 'wav'): Promise<SoundFile>;
  /** Its bytes first, also if no file is made of them. Throws `request.not_found` if there is none. */
  remove(of: RecordingOf): Promise<void>;
  /** Removes now, and every hour, what has been kept for long enough. Returns how to stop. */
  keepClean(accounts: () => Promise<readonly AccountId[]>): () => Promise<void>;
}

const hourMs = 3600_000;
const dayMs = 24 * hourMs;

export function createRecordings(use: RecordingsParts): Recordings {
  const { records, store } = use;

  async function admit(user: User, account: AccountId, of: ConversationId): Promise<void> {
    const { agent } = found((await use.conversations.load(account, of)) ?? undefined);
    const isTheirs = agent?.user === user.id || includesRole(user.role, 'manager');
    found(isTheirs ? true : undefined);
  }
  const find = (of: RecordingOf) =>
    records.withAccount(of.account, (sql) => findRecording(sql, of));

  /** Nobody makes it meanwhile, so that its row names all of its bytes. */
  const remove = (of: RecordingOf): Promise<void> =>
    use.making.apartFrom(of.id, async () => {
      const known = await find(of);
      if (known === null) return;
      removeFiles(use.recordings, of.id);
      for (const part of known.parts.keys()) await store.remove(partKey(of, part));
      await records.withAccount(of.account, (sql) => removeRecording(sql, of));
    });

  async function clean(account: AccountId): Promise<void> {
    const { keepDays } = await use.rules.of(account);
    const before = use.clock.now() - keepDays * dayMs;
    const some = () => records.withAccount(account, (sql) => oldRecordings(sql, account, before));
    const failed = new Set<RecordingId>();
    const next = async () => (await some()).filter(({ id }) => !failed.has(id));
    for (let old = await next(); old.length > 0; old = await next())
      for (const of of old)
        await remove(of).catch((error: unknown) => {
          failed.add(of.id);
          use.log.warn('an old recording was not removed', { account, error: String(error) });
        });
  }

  return {
    async list(user, account, of) {
      await admit(user, account, of);
      return records.withAccount(account, (sql) => recordingsIn(sql, of));
    },
    async open(user, of, as) {
      await admit(user, of.account, of.conversation);
      const { parts, isMade } = found((await find(of)) ?? undefined);
      found(isMade ? true : undefined);
      const readPart = (part: number) => readWhole(store, partKey(of, part));
      const turn = () => use.turns.turn(of.account, 0);
      return as === 'wav' ? wavFile(parts, readPart, turn) : oggFile(parts, readPart);
    },
    async remove(of) {
      found((await find(of)) ?? undefined);
      await remove(of);
    },
    keepClean: (accounts) =>
      againAndAgain(
        use,
        { failed: 'old recordings were not removed', everyMs: hourMs },
        async () => {
          // Asked each time: accounts are made while the server runs.
          for (const account of await accounts())
            await clean(account).catch((error: unknown) =>
              use.log.warn('old recordings were not removed', { account, error: String(error) }),
            );
        },
      ),
  };
}

async function readWhole(
  store: AttachmentStore,
  key: ReturnType<typeof partKey>,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of found((await store.get(key)) ?? undefined).content) chunks.push(chunk);
  return Buffer.concat(chunks);
}
