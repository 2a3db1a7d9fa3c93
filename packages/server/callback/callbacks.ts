// Promises to call back: what may be promised, the promises themselves, and their steps, each stored with
// the job that looks at what is due next. What a step does is done once it is stored (`keep-promise.ts`).
import {
  type CallbackDoes,
  type CallbackInput,
  isOver,
  stepCallback,
} from '@opportune/core/callback/promise.ts';
import { isForSkill, isPromised } from '@opportune/core/callback/rules.ts';
import { hasRoom, slotAt, slotsOf } from '@opportune/core/callback/slots.ts';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { NewJob } from '@opportune/core/ports/jobs.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import { jobsMade } from '@opportune/protocol/bus/changes.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { CallbackSlot, CallbackWay } from '@opportune/protocol/conversation/callback.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import {
  type AccountId,
  CallbackId,
  type ChannelId,
  type ConversationId,
  type SkillId,
  type UserId,
} from '@opportune/protocol/ids.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import type { AccountDesk } from '../desk/account-desk.ts';
import { lockAccount } from '../http/rest/lock-account.ts';
import { callbackJob, makeReservedJob } from './callback-job.ts';
import {
  type CallbackRow,
  countOpen,
  findCallback,
  findReservation,
  findReserved,
  findWaiting,
  forgetReservation,
  insertReservation,
  promiseReserved,
  type Reader,
  saveStep,
  saveWithdrawn,
} from './callback-rows.ts';
import { readRules } from './callback-settings.ts';
import type { CallbackSettings } from '@opportune/protocol/rest/conversation/callbacks.ts';
import { letterJobs } from './letters/letter-job.ts';
import { textJobs } from './letters/text-job.ts';
import type { CallbackParts } from './seams.ts';
import { slotPlan } from './slot-plan.ts';

/** What a visitor asks for. */
export interface Asked {
  readonly at: AddressAt;
  readonly request: string;
  readonly skill: SkillId | null;
  readonly way: CallbackWay;
  /** The beginning of a slot. Null: as soon as somebody is free. */
  readonly from: number | null;
  /** How they read letters about it. Null: none are sent. */
  readonly reads: Reader | null;
  /** Who is charged for what is sent to the addresses that they left, if anybody is. */
  readonly writesTo: { readonly payer: string; readonly addresses: readonly string[] } | null;
}

export type Reserved = { readonly id: CallbackId } | { readonly refused: ErrorCode };

/** A promise after a step. */
export interface Stepped {
  readonly row: CallbackRow;
  readonly does: CallbackDoes;
}

/** Steps of people, which may come long before the promise is due. */
const changesTime: ReadonlySet<CallbackInput['type']> = new Set([
  'move',
  'hasten',
  'cancel',
  'withdraw',
]);

export class Callbacks {
  readonly #use: CallbackParts;

  constructor(use: CallbackParts) {
    this.#use = use;
  }

  /** The slots with room in which a number may be called, soonest first. Without one: all. */
  async slots(
    desk: AccountDesk,
    skill: SkillId | null,
    number: string | null = null,
  ): Promise<readonly CallbackSlot[]> {
    const { records, clock } = this.#use;
    const mayRing = await this.mayRingNumber(desk.account, number);
    return records.withAccount(desk.account, async (sql) =>
      slotsOf(await slotPlan(sql, desk, skill, clock.now())).filter(mayRing),
    );
  }

  /** One network alone does not use up what an address is sent. */
  #mayCauseLetters(account: AccountId, { writesTo }: Asked): boolean {
    if (writesTo === null) return true;
    const charges = writesTo.addresses.map((address) => ({
      ...({ budget: 'letters.pair', amount: 1 } as const),
      payer: `${account} ${writesTo.payer} ${address.toLowerCase()}`,
    }));
    return this.#use.letters.budgets.charge(charges) === 0;
  }

  async mayRingNumber(
    account: AccountId,
    number: string | null,
  ): Promise<(slot: CallbackSlot) => boolean> {
    const channel = number === null ? null : await this.#use.telephones.channelOf(account);
    return this.daytime(account, wayOf({ number }), channel);
  }

  /** How people with a conversation of a skill may be called back. Empty: they are not. */
  async ways(account: AccountId, skill: SkillId | null): Promise<readonly CallbackWay['type'][]> {
    const { calls, records, telephones } = this.#use;
    if (!(await calls.isOffered(account))) return [];
    const rules = await records.withAccount(account, readRules);
    if (!isForSkill(rules, skill)) return [];
    const isReachable =
      rules.ways.includes('telephone') && (await telephones.channelOf(account)) !== null;
    return rules.ways.filter((way) => way === 'browser' || isReachable);
  }

  /** Whether a text confirms promises by telephone. */
  async texts(account: AccountId): Promise<boolean> {
    const { records, telephones } = this.#use;
    const { texts } = await records.withAccount(account, readRules);
    return texts && (await telephones.textsOf(account)) !== null;
  }

  /** Takes a place in a slot for a conversation that is stored next. The same request takes one. */
  async reserve(desk: AccountDesk, asked: Asked): Promise<Reserved> {
    const { account } = desk;
    const ways = await this.ways(account, asked.skill);
    if (ways.length === 0) return { refused: 'callback.off' };
    if (!ways.includes(asked.way.type)) return { refused: 'callback.way' };
    const byChannel = await this.#channelFor(account, asked.way);
    if (byChannel !== null && 'refused' in byChannel) return byChannel;
    const mayRing = await this.daytime(account, asked.way, byChannel?.channel ?? null);
    const { clock, records, ids, jobs, bus } = this.#use;
    const reserved = await records.withAccount(account, async (sql): Promise<Reserved> => {
      // One at a time in an account, so that no slot takes too many.
      await lockAccount(sql);
      const now = clock.now();
      const earlier = await findReserved(sql, asked.at, asked.request);
      if (earlier !== null) return { id: earlier };
      const refused = await this.#refusal(sql, desk, { ...asked, mayRing }, now);
      if (refused !== null) return { refused };
      const id = CallbackId.parse(ids.next());
      await insertReservation(sql, account, {
        ...{ ...asked, id, isSilent: !this.#mayCauseLetters(account, asked) },
        ...{ byChannel: byChannel?.channel ?? null, madeAt: now },
        ...{ isNow: asked.from === null, slot: slotAt(asked.from ?? now) },
      });
      await makeReservedJob(jobs, sql, account, id, now);
      return { id };
    });
    if ('id' in reserved) publish(bus, jobsMade, { account });
    return reserved;
  }

  /**
   * Settles what is still reserved: whoever reserved it has died, or has forgotten it. What the transcript
   * promises is promised, and everything else is free again.
   */
  async settleReserved(account: AccountId, id: CallbackId): Promise<void> {
    const { records, store } = this.#use;
    const found = await records.withAccount(account, (sql) => findReservation(sql, id));
    if (found === null) return;
    const conversation = await store.byRequest(account, found.at, found.request);
    const record = conversation === null ? null : await store.load(account, conversation);
    if (record === null) return this.forget(account, id);
    await this.promise(account, id, record.id, record.status === 'message');
  }

  /**
   * Whether whoever is called in this way may be called in a slot: a number only by day at its place.
   */
  async daytime(
    account: AccountId,
    way: CallbackWay,
    channel: ChannelId | null,
  ): Promise<(slot: CallbackSlot) => boolean> {
    if (way.type === 'browser' || channel === null) return () => true;
    const isDay = await this.#use.telephones.daytimeOf(account, { channel, address: way.number });
    return ({ from, until: end }) => isDay(from) && isDay(end - 1);
  }

  /**
   * Promises it to a conversation that is stored. Once, with its job. What the account has not promised since
   * it was reserved is withdrawn at once. `isLeft`: it waits as a message, so that it may be promised. False: it is not promised to that conversation, and what was reserved is free.
   */
  async promise(
    account: AccountId,
    id: CallbackId,
    conversation: ConversationId,
    isLeft: boolean,
  ): Promise<boolean> {
    const { records, jobs, clock, bus } = this.#use;
    const isIts = await records.withAccount(account, async (sql) => {
      // Not while its rules are saved: that withdraws what is promised by then.
      await lockAccount(sql);
      const isNew = isLeft && (await promiseReserved(sql, id, conversation));
      const row = await findCallback(sql, id);
      if (!isNew || row?.dueAt == null) return row?.conversation === conversation;
      const { turn, dueAt, skill, way } = row;
      if (isPromised(await readRules(sql), skill, way)) {
        const now = clock.now();
        const about = [...letterJobs(row, now), ...textJobs(row, now)];
        await jobs.makeAll(sql, account, [callbackJob({ id, turn, dueAt }, now), ...about], now);
      } else await this.#save(sql, account, row, { type: 'withdraw' });
      return true;
    });
    if (isIts) publish(bus, jobsMade, { account });
    else await this.forget(account, id);
    return isIts;
  }

  /** Frees what was reserved and is not promised. */
  async forget(account: AccountId, id: CallbackId): Promise<void> {
    await this.#use.records.withAccount(account, (sql) => forgetReservation(sql, id));
  }

  /** Stores a step. Null: there is no such promise. */
  async step(
    account: AccountId,
    id: CallbackId,
    input: CallbackInput,
    wantedBy?: UserId,
  ): Promise<Stepped | null> {
    const { records } = this.#use;
    const stepped = await records.withAccount(account, async (sql) => {
      const row = await findCallback(sql, id, true);
      return row === null ? null : this.#save(sql, account, row, input, wantedBy);
    });
    if (stepped?.isSooner) publish(this.#use.bus, jobsMade, { account });
    return stepped;
  }

  /** Moves it to a slot with room. `callback.slot`: it has none. Null: it has that time. */
  async move(desk: AccountDesk, id: CallbackId, from: number): Promise<Stepped | ErrorCode | null> {
    const { account } = desk;
    const { records, clock, bus } = this.#use;
    const known = await records.withAccount(account, (sql) => findCallback(sql, id));
    if (known === null) return 'request.not_found';
    const mayRing = await this.daytime(account, wayOf(known), known.byChannel);
    const moved = await records.withAccount(account, async (sql) => {
      await lockAccount(sql);
      const row = await findCallback(sql, id, true);
      if (row === null) return 'request.not_found' as const;
      const isLate = isOver(row) || row.state === 'ringing' || row.turn > callbackLimits.moves;
      if (isLate) return 'callback.over' as const;
      if (row.from === from && row.dueAt === from && !row.isNow) return null;
      const plan = await slotPlan(sql, desk, row.skill, clock.now());
      if (!hasRoom(plan, from) || !mayRing(slotAt(from))) return 'callback.slot' as const;
      return this.#save(sql, account, row, { type: 'move', slot: slotAt(from) });
    });
    publish(bus, jobsMade, { account });
    return moved;
  }

  /** Whether the account would still promise it. */
  async isStillMade(account: AccountId, row: CallbackRow): Promise<boolean> {
    const { records, telephones } = this.#use;
    const rules = await records.withAccount(account, readRules);
    // One that is stopped for now is not gone: the promise is put off until it goes on.
    const isReachable = row.number === null || (await telephones.isSetUp(account, 'telephone'));
    return isReachable && isPromised(rules, row.skill, row.way);
  }

  /**
   * Withdraws what the account would not promise any more, in the transaction that saves its rules. Jobs tell
   * their visitors, and the returned function announces them. What rings is left alone.
   */
  async withdraw(sql: Sql, account: AccountId, rules: CallbackSettings): Promise<() => void> {
    const rows = (await findWaiting(sql)).filter(
      ({ skill, way }) => !isPromised(rules, skill, way),
    );
    if (rows.length === 0) return () => {};
    const { jobs, clock, bus } = this.#use;
    const now = clock.now();
    // In one statement each: there may be two thousand, and the account is locked meanwhile.
    const steps = rows.map((row) => {
      const { promise } = stepCallback(row, { type: 'withdraw' }, now, rules.retries);
      return { ...row, ...promise, turn: row.turn + 1 };
    });
    await saveWithdrawn(
      sql,
      steps.map(({ id }) => id),
      now,
    );
    await jobs.makeAll(
      sql,
      account,
      steps.flatMap((row) => jobsAfter(row, 'withdraw', now)),
      now,
    );
    return () => publish(bus, jobsMade, { account });
  }

  async #save(
    sql: Sql,
    account: AccountId,
    before: CallbackRow,
    input: CallbackInput,
    wantedBy: UserId | null = before.wantedBy,
  ): Promise<Stepped & { readonly isSooner: boolean }> {
    const { jobs, clock } = this.#use;
    const now = clock.now();
    const { retries } = await readRules(sql);
    const { promise, does } = stepCallback(before, input, now, retries);
    // Its job looks at it late, or where it was moved, early. A new one looks at once, also whether this
    // was done with the conversation.
    const isChanged = input.type === 'move' || promise.dueAt !== before.dueAt;
    const isSooner = changesTime.has(input.type) && isChanged;
    const isNow = before.isNow && input.type !== 'move';
    const row = { ...before, ...promise, wantedBy, isNow, turn: before.turn + (isSooner ? 1 : 0) };
    await saveStep(sql, row, promise);
    if (isSooner) await jobs.makeAll(sql, account, jobsAfter(row, input.type, now), now);
    return { row, does, isSooner };
  }

  /** The channel for a number. Null: none is needed. */
  async #channelFor(
    account: AccountId,
    way: CallbackWay,
  ): Promise<{ readonly channel: ChannelId } | { readonly refused: ErrorCode } | null> {
    if (way.type === 'browser') return null;
    const { telephones } = this.#use;
    const channel = await telephones.channelOf(account);
    if (channel === null) return { refused: 'callback.way' };
    const refused = await telephones.refusal(account, { channel, address: way.number });
    // Nobody learns whether somebody else wants no calls: it is promised, and not called.
    return refused === null || refused === 'contact.opted_out' ? { channel } : { refused };
  }

  async #refusal(
    sql: Sql,
    desk: AccountDesk,
    { at, skill, from, mayRing }: Asked & { mayRing(slot: CallbackSlot): boolean },
    now: number,
  ): Promise<ErrorCode | null> {
    const open = await countOpen(sql, at);
    if (open.own >= callbackLimits.ofAddress) return 'callback.promised';
    if (open.all >= callbackLimits.open) return 'callback.full';
    // Who wants to be called now keeps a place in the queue, and somebody is to be there.
    if (from === null) return this.#nowRefusal(desk, skill, mayRing({ from: now, until: now + 1 }));
    if (!mayRing(slotAt(from))) return 'callback.slot';
    return hasRoom(await slotPlan(sql, desk, skill, now), from) ? null : 'callback.slot';
  }

  #nowRefusal(desk: AccountDesk, skill: SkillId | null, mayRing: boolean): ErrorCode | null {
    if (!desk.staffedFor(skill)) return 'agent.no_room';
    return mayRing ? null : 'call.quiet_hours';
  }
}

/** A look at once, and what is told of the step of a person. */
function jobsAfter(row: CallbackRow, input: CallbackInput['type'], now: number): readonly NewJob[] {
  const look = callbackJob({ id: row.id, turn: row.turn, dueAt: now }, now);
  const isTold = input === 'move' || row.state === 'withdrawn';
  return isTold ? [look, ...letterJobs(row, now), ...textJobs(row, now)] : [look];
}

export function wayOf({ number }: Pick<CallbackRow, 'number'>): CallbackWay {
  return number === null ? { type: 'browser' } : { type: 'telephone', number };
}
