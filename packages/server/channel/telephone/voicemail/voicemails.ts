// Messages that callers leave: who may leave one, how many do at once, and what becomes of those that a
// server left behind.
import type { Telephone } from '@opportune/core/ports/dialling.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Ids, Schedule } from '@opportune/core/world/world.ts';
import { type AccountId, MessageId } from '@opportune/protocol/ids.ts';
import { againAndAgain } from '../../../http/again-and-again.ts';
import { KeyedQueue } from '../../../http/keyed-queue.ts';
import type { TelephoneSide } from '../seams.ts';
import { keepVoicemail, type KeepingParts } from './keeping.ts';
import { Running } from './running.ts';
import { takeVoicemail, type Taking } from './taking.ts';
import {
  appendPiece,
  forgetVoicemails,
  hasRoom,
  insertVoicemail,
  type Leaving,
  unmadeVoicemails,
  type Voicemail,
} from './voicemail-rows.ts';

export interface VoicemailParts
  extends KeepingParts, Pick<TelephoneSide, 'mayLeave' | 'keepDaysOf'> {
  readonly ids: Ids;
  readonly log: Log;
  readonly schedule: Schedule;
  /** Those of this process. */
  readonly accounts: () => Promise<readonly AccountId[]>;
}

export interface Voicemails {
  /** Whether somebody may leave one now. */
  isOffered(account: AccountId, of: Leaving): Promise<boolean>;
  /** Plays the tone and takes what is said. Null: they may not. */
  take(account: AccountId, of: Leaving, telephone: Telephone): Promise<Taking | null>;
  /** Makes what a server left behind, and removes what is old. */
  tidy(account: AccountId): Promise<void>;
  /** The same now and each hour, for all accounts. */
  start(): void;
  /** Resolves once nothing is taken or made. */
  idle(): Promise<void>;
  /** What is not made is made by the next server. */
  close(): Promise<void>;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export function createVoicemails(use: VoicemailParts): Voicemails {
  const { records, clock, log } = use;
  const running = new Running();
  const making = new KeyedQueue();
  let stop = async (): Promise<void> => {};
  let isClosed = false;

  async function isOffered(account: AccountId, of: Leaving): Promise<boolean> {
    if (running.isFull(account)) return false;
    const since = clock.now() - dayMs;
    const isFree = await records.withAccount(account, (sql) => hasRoom(sql, of, since));
    return isFree && (await use.mayLeave(account, of));
  }

  /** One at a time: each is whole in memory while it is made. */
  function make(account: AccountId, voicemail: Voicemail): Promise<void> {
    return making
      .run('all', async () => {
        if (!isClosed) await keepVoicemail(use, account, voicemail);
      })
      .catch((error: unknown) => log.warn(failed, { account, error: String(error) }))
      .finally(() => running.remove(voicemail.id));
  }

  async function tidy(account: AccountId): Promise<void> {
    const now = clock.now();
    const old = now - (await use.keepDaysOf(account)) * dayMs;
    await records.withAccount(account, (sql) =>
      forgetVoicemails(sql, { made: now - dayMs, unmade: old }),
    );
    for await (const each of unmadeOf(use, account))
      if (!isClosed && !running.has(each.id)) await make(account, each);
    await use.keepSound.removeOld(account, old);
  }

  return {
    isOffered,
    async take(account, of, telephone) {
      if (!(await isOffered(account, of)) || running.isFull(account)) return null;
      const id = MessageId.parse(use.ids.next());
      const voicemail = { ...of, id, beganAt: clock.now() };
      running.add(id, account);
      await records
        .withAccount(account, (sql) => insertVoicemail(sql, account, voicemail))
        .catch((error: unknown) => {
          running.remove(id);
          throw error;
        });
      return takeVoicemail(telephone, {
        schedule: use.schedule,
        append: (number, bytes) =>
          records.withAccount(account, (sql) => appendPiece(sql, account, { id, number, bytes })),
        over(error) {
          if (error !== null) log.warn('a voicemail was cut off', { error: String(error) });
          void make(account, voicemail);
        },
      });
    },
    tidy,
    idle: () => running.idle(),
    start() {
      stop = againAndAgain(use, { failed, everyMs: hourMs }, async () => {
        for (const account of await use.accounts())
          if (!isClosed)
            await tidy(account).catch((error: unknown) =>
              log.warn(failed, { account, error: String(error) }),
            );
      });
    },
    async close() {
      isClosed = true;
      await Promise.all([stop(), making.idle()]);
    },
  };
}

/** All of them, also beyond those that fail each time. */
async function* unmadeOf(
  { records }: Pick<VoicemailParts, 'records'>,
  account: AccountId,
): AsyncGenerator<Voicemail> {
  let last: Voicemail | undefined;
  do {
    const after = last;
    const some = await records.withAccount(account, (sql) => unmadeVoicemails(sql, after));
    yield* some;
    last = some.at(-1);
  } while (last !== undefined);
}

const failed = 'voicemails were not made';
