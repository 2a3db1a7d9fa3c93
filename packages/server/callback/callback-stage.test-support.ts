// A desk with call backs: real PostgreSQL, jobs and media host, and a carrier that a test answers for.
import { randomUUID } from 'node:crypto';
import { type Letter, NotMailed } from '@opportune/core/ports/mail.ts';
import type { Dialled, DialledFollower } from '@opportune/core/ports/dialling.ts';
import { noSkills, type SkillPlan } from '@opportune/core/conversation/routing/skill-plan.ts';
import type { CallbackWay, SlotsFrame } from '@opportune/protocol/conversation/callback.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import { ChannelId, type ConversationId } from '@opportune/protocol/ids.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import { openMemoryBudgets } from '../adapter/budgets-memory.ts';
import { openJobStore } from '../adapter/jobs/jobs-postgres.ts';
import { type CallStage, withCalls } from '../call/call-stage.test-support.ts';
import { doJobs } from '../testing/do-jobs.test-support.ts';
import { createCallbackLinks } from './letters/callback-links.ts';
import type { Visitor } from '../testing/people.test-support.ts';

/** A call that the carrier was asked to make. */
export interface Ordered {
  readonly number: string;
  follower: DialledFollower | null;
  isHungUp: boolean;
}

/** What the carrier and the place of a number say. */
export interface AtNumbers {
  /** It is night until then. */
  nightUntil: number;
  /** Until when the calls of the day are spent. */
  spentUntil: number;
  /** How many questions when a number may be called fail next. */
  failing: number;
  /** Why the carrier calls nobody. `throws`: it fails in a way that nobody expects. */
  refused: ErrorCode | 'throws' | null;
  /** No channel sends texts. */
  noTexts: boolean;
  /** How many texts, and how many e-mails, do not leave next. */
  unsent: number;
  unmailed: number;
  /** Channels that are paused or must be connected anew, and whether there is no telephone any more. */
  readonly stopped: Set<'telephone' | 'sms'>;
  isRemoved: boolean;
  /** Numbers of people who want no calls. */
  readonly optedOut: Set<string>;
  /** Numbers that said STOP to some channel for SMS. */
  readonly saidStop: Set<string>;
}

export interface BackStage extends CallStage {
  readonly ordered: Ordered[];
  /** E-mails about promises. */
  readonly letters: Letter[];
  readonly texts: { readonly to: AddressAt; readonly words: string }[];
  readonly numbers: AtNumbers;
  /** Does what is due now. */
  due(): Promise<void>;
  /** Turns the clock and does what is due. */
  later(ms: number): Promise<void>;
  /** The promise of a conversation, as stored. */
  row(conversation: ConversationId): Promise<Readonly<Record<string, unknown>> | undefined>;
}

export const telephone = ChannelId.parse('tel');

export function withCallbacks(
  run: (of: BackStage) => Promise<void>,
  plan: SkillPlan = noSkills(),
): () => Promise<void> {
  return async () => {
    const ordered: Ordered[] = [];
    const letters: Letter[] = [];
    const texts: BackStage['texts'] = [];
    const numbers: AtNumbers = {
      ...{
        nightUntil: 0,
        spentUntil: 0,
        failing: 0,
        refused: null,
        optedOut: new Set(),
        saidStop: new Set(),
      },
      ...{ noTexts: false, unsent: 0, unmailed: 0, stopped: new Set(), isRemoved: false },
    };
    const dial = async (_: unknown, { address }: { readonly address: string }) => {
      if (numbers.refused === 'throws') throw new Error('the carrier is broken');
      if (numbers.refused !== null) return numbers.refused;
      const order: Ordered = { number: address, follower: null, isHungUp: false };
      ordered.push(order);
      const dialled: Dialled = {
        follow: (follower) => void (order.follower = follower),
        hangUp: () => void (order.isHungUp = true),
      };
      return dialled;
    };
    await withCalls(
      async (of) => {
        const { stage, engines } = of;
        const jobs = doJobs({
          ...stage.use,
          records: engines.records,
          accounts: () => [stage.account],
          // After a restart, those of the next features.
          kinds: ['callback', 'callback.reserved', 'callback.letter', 'callback.text'].map(
            (name, index) => ({
              name,
              payload: { parse: (value: unknown) => value },
              handle: async (work) =>
                (await stage.converse.callback?.kinds[index]?.handle(work)) ?? { type: 'done' },
            }),
          ),
        });
        const later = async (ms: number): Promise<void> => {
          stage.advance(ms);
          await jobs.idle();
        };
        try {
          await run({
            ...{ ...of, ordered, letters, texts, numbers, later, due: () => later(0) },
            row: (conversation) =>
              engines.records.withAccount(stage.account, (sql) =>
                sql.row('SELECT * FROM callbacks WHERE conversation = $1', [conversation]),
              ),
          });
        } finally {
          await jobs.close();
        }
      },
      undefined,
      {
        dial,
        more: ({ records }) => ({
          plan: async () => plan,
          callBack: {
            records,
            jobs: openJobStore(records),
            mailOf: async () => ({
              configured: true,
              async send(letter) {
                if (numbers.unmailed > 0) {
                  numbers.unmailed -= 1;
                  throw new NotMailed(
                    { type: 'unreachable', detail: '' },
                    'no mail server answers',
                  );
                }
                letters.push(letter);
              },
            }),
            letters: {
              permission: {
                mayMailLeave: async (_, address) => !numbers.optedOut.has(address),
                mayTextLeave: async (_, address) => !numbers.saidStop.has(address),
              },
              publicUrl: () => 'https://desk.example',
              links: createCallbackLinks('a key of this installation'),
              budgets: openMemoryBudgets({ now: () => Date.now() }),
              clientAddress: () => '192.0.2.1',
              placeOf: async () => ({ site: 'The shop', timeZone: 'UTC' }),
            },
            telephones: {
              channelOf: async () =>
                numbers.isRemoved || numbers.stopped.has('telephone') ? null : telephone,
              isSetUp: async (_, kind) =>
                kind === 'telephone' ? !numbers.isRemoved : !numbers.noTexts,
              textsOf: async () =>
                numbers.noTexts || numbers.stopped.has('sms') ? null : ChannelId.parse('sms'),
              text: async (_, to, words) => {
                if (numbers.unsent === 0) texts.push({ to, words });
                else return ((numbers.unsent -= 1), 'again');
                return 'over';
              },
              refusal: async (_, { address }) => {
                if (numbers.optedOut.has(address)) return 'contact.opted_out';
                return address.startsWith('+49') ? null : 'call.country';
              },
              daytimeOf: async () => (at) => at >= numbers.nightUntil,
              callableFrom: async (_, __, now) => {
                if (numbers.stopped.has('telephone')) return now + callbackLimits.stoppedMs;
                if (numbers.failing === 0) return Math.max(numbers.spentUntil, numbers.nightUntil);
                numbers.failing -= 1;
                throw new Error('the database is away');
              },
            },
          },
        }),
      },
    )();
  };
}

/** Asks to be called back. Returns what is promised, or why nothing is. */
export async function asks(
  visitor: Visitor,
  from: number | null,
  way: CallbackWay = { type: 'browser' },
  request: string = randomUUID(),
): Promise<{ conversation: ConversationId; promise: SlotsFrame['promise'] } | ErrorCode> {
  await visitor.send({ type: 'chat.call-back', request, way, from });
  const refused = visitor.inbox.frames.find(
    (frame) => frame.type === 'chat.refused' && frame.request === request,
  );
  if (refused?.type === 'chat.refused') return refused.problem.code;
  const { conversation } = await visitor.inbox.next(
    'chat.state',
    (frame) => frame.request === request,
  );
  const { promise } = await visitor.inbox.next('chat.slots', (frame) => frame.request === request);
  return { conversation: conversation.id, promise };
}

export async function slotsFor(
  visitor: Visitor,
  conversation?: ConversationId,
): Promise<SlotsFrame> {
  const request = randomUUID();
  const about = conversation === undefined ? {} : { conversation };
  await visitor.send({ type: 'chat.slots', request, ...about });
  return visitor.inbox.next('chat.slots', (frame) => frame.request === request);
}
