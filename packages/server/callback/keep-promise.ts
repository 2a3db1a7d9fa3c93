// Keeps promises: looks at what is due, puts the conversation in the queue, has its call rung once an agent
// has accepted it, and gives it back afterwards. Everything may be done again after a crash. A try is
// counted before it begins, so that nobody is called twice for it.
import type { CallbackDoes, CallbackInput } from '@opportune/core/callback/promise.ts';
import { isOver } from '@opportune/core/callback/promise.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId, CallbackId, ConversationId, UserId } from '@opportune/protocol/ids.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import type { AccountDesk } from '../desk/account-desk.ts';
import { KeyedQueue } from '../http/keyed-queue.ts';
import { type CallbackRow, findCallback, findInConversation, findNumber } from './callback-rows.ts';
import type { Callbacks } from './callbacks.ts';
import { Offered } from './offered.ts';
import type { CallbackParts } from './seams.ts';
import { goOn, makeUp, settle } from './settle.ts';

type Outcome = 'reached' | 'not reached' | 'not called';

export class Keeping {
  readonly #use: CallbackParts;
  readonly #callbacks: Callbacks;
  /** One thing at a time for each promise. */
  readonly #queue = new KeyedQueue();
  /** One promise at a time decides whether to call a number. An account is at home in one process. */
  readonly #numbers = new KeyedQueue();
  readonly #offered: Offered;
  /** Those that this process rings, and what became of each once that is known but not stored. */
  readonly #ringing = new Map<CallbackId, Outcome | null>();

  constructor(use: CallbackParts, callbacks: Callbacks) {
    this.#use = use;
    this.#callbacks = callbacks;
    this.#offered = new Offered(use.bus, (account, id) => this.#taken(account, id));
  }

  /** When it is to be looked at again. Null: it is over, or a later job looks at it. */
  look(account: AccountId, id: CallbackId, turn: number): Promise<number | null> {
    return this.#queue.run(id, async () => {
      const row = await this.#load(account, id);
      if (row === null || row.turn !== turn) return null;
      const desk = await this.#use.desks.of(account);
      const record = await this.#recordOf(desk, row);
      if (record === null) return null;
      await makeUp(this.#use, desk, row);
      if (isOver(row)) return null;
      if (row.dueAt !== null && row.dueAt > this.#use.clock.now()) return row.dueAt;
      const next = await this.#due(desk, row, record);
      // Where it is over by now, another process may have stored that, and died.
      return next === null ? null : (next.dueAt ?? this.#use.clock.now() + callbackLimits.lookMs);
    });
  }

  /** A step of somebody else, and what it does. */
  apply(
    account: AccountId,
    id: CallbackId,
    input: CallbackInput,
    wantedBy?: UserId,
  ): Promise<CallbackRow | null> {
    return this.#queue.run(id, () => this.#step(account, id, input, wantedBy));
  }

  /** Moves it to another time, in its turn. Null, or why not. */
  move(desk: AccountDesk, id: CallbackId, from: number): Promise<ErrorCode | null> {
    return this.#queue.run(id, async () => {
      const moved = await this.#callbacks.move(desk, id, from);
      if (moved === null || typeof moved === 'string') return moved;
      const { row, does } = moved;
      if (does === 'rest') await this.#settle(desk, row, 'moved');
      else {
        const note = { type: 'callback', what: 'moved', from: row.from } as const;
        await desk.writes.append(row.conversation, [desk.writes.systemMessage(note)]);
      }
      return null;
    });
  }

  /** A person closed the case of a conversation: nothing is promised in it any more. */
  closed(account: AccountId, conversation: ConversationId): void {
    const cancel = async (): Promise<void> => {
      const { records } = this.#use;
      const row = await records.withAccount(account, (sql) =>
        findInConversation(sql, conversation),
      );
      if (row !== null && !isOver(row)) await this.apply(account, row.id, { type: 'cancel' });
    };
    this.#later(cancel());
  }

  idle(): Promise<void> {
    return this.#queue.idle();
  }

  close(): void {
    this.#offered.close();
  }

  async #due(
    desk: AccountDesk,
    row: CallbackRow,
    record: Conversation,
  ): Promise<CallbackRow | null> {
    const { account } = desk;
    const { calls } = this.#use;
    const isLeft = !this.#ringing.has(row.id) && !calls.isRinging(record.id);
    // The process that rang is gone, and they were not reached, or it was not stored.
    const outcome = this.#ringing.get(row.id) ?? (isLeft ? 'not reached' : null);
    if (row.state === 'ringing' && outcome !== null) return this.#ended(account, row, outcome);
    const talk = desk.desk.conversations.get(record.id);
    const isGivenUp =
      row.state !== 'ringing' && talk === undefined && (await this.#isGivenUp(account, record));
    if (isGivenUp) return this.#step(account, row.id, { type: 'cancel' });
    if (row.state !== 'ringing' && !(await this.#callbacks.isStillMade(account, row)))
      return this.#step(account, row.id, { type: 'withdraw' });
    if (row.state === 'offered' && talk?.status === 'active' && talk.callsBack)
      return this.#step(account, row.id, { type: 'accepted' });
    // An agent writes with them, and accepted no call back. It waits until the conversation is over.
    const isHeld = talk !== undefined && talk.status !== 'waiting' && !talk.callsBack;
    if (row.state !== 'ringing' && isHeld)
      return { ...row, dueAt: this.#use.clock.now() + callbackLimits.lookMs };
    return this.#numbers.run(`${account} ${row.number ?? row.id}`, async () => {
      const until = await this.#callableFrom(account, row);
      if (until !== null) return this.#step(account, row.id, { type: 'postpone', until });
      const reach = await this.#reach(desk, row, record);
      return this.#step(account, row.id, { type: 'due', reach });
    });
  }

  async #reach(desk: AccountDesk, row: CallbackRow, record: Conversation) {
    const at = addressOf(row);
    // Only who is on the do-not-call list by now was promised a call that is refused.
    const isBarred = at !== null && (await this.#use.telephones.refusal(desk.account, at)) !== null;
    if (isBarred) return 'barred';
    // At one address one conversation goes on. Who writes just now is not called meanwhile.
    const open = desk.openOf(record);
    const isBusy = open !== undefined && open.id !== record.id;
    const isHere = at !== null || desk.audience.isHere(record);
    return isHere && !isBusy ? 'here' : 'away';
  }

  /** A person closed it, or blocks its contact; or its contact ended it while they waited for an agent. */
  async #isGivenUp(account: AccountId, record: Conversation): Promise<boolean> {
    const { status, caseState, agent } = record;
    const isEnded = status === 'ended' && caseState === null && agent === null;
    return isEnded || caseState === 'closed' || (await this.#use.store.isBlocked(account, record));
  }

  /** When its number may be called: by the hour, the cost, and what else calls it. Null: now, or it has none. */
  async #callableFrom(account: AccountId, row: CallbackRow): Promise<number | null> {
    const at = addressOf(row);
    if (at === null || row.state === 'ringing') return null;
    const { clock, records, telephones } = this.#use;
    const now = clock.now();
    const { isCalled, freeFrom } = await records.withAccount(account, (sql) =>
      findNumber(sql, row),
    );
    const from = Math.max(freeFrom, await telephones.callableFrom(account, at, now));
    if (from > now) return from;
    return isCalled ? now + callbackLimits.lookMs : null;
  }

  async #step(
    account: AccountId,
    id: CallbackId,
    input: CallbackInput,
    wantedBy?: UserId,
  ): Promise<CallbackRow | null> {
    const stepped = await this.#callbacks.step(account, id, input, wantedBy);
    if (stepped === null) return null;
    await this.#perform(account, stepped.row, stepped.does);
    return this.#load(account, id);
  }

  async #perform(account: AccountId, before: CallbackRow, does: CallbackDoes): Promise<void> {
    if (does === 'nothing') return;
    // Another process may have changed it since.
    const row = await this.#load(account, before.id);
    if (row === null || row.state !== before.state || row.turn !== before.turn) return;
    const desk = await this.#use.desks.of(account);
    switch (does) {
      case 'offer':
        return this.#offer(desk, row);
      case 'ring':
        return this.#ring(desk, row);
      case 'rest':
        return this.#settle(desk, row, 'again');
      case 'case':
        return this.#settle(desk, row, 'missed');
      case 'withdraw':
        return this.#settle(desk, row, 'withdrawn');
      case 'drop':
        return this.#settle(desk, row, 'cancelled');
      case 'go-on':
        return goOn(this.#use, desk, row);
    }
  }

  /** If somebody has the conversation just now, it is offered at the next look. */
  async #offer(desk: AccountDesk, row: CallbackRow): Promise<void> {
    const record = await this.#recordOf(desk, row);
    if (record === null) return;
    const { id, channel, skill, queuedAt, agent } = record;
    this.#offered.add(id, { account: desk.account, id: row.id });
    const known = row.wantedBy ?? agent?.user ?? null;
    const since = row.isNow && row.attempts === 0 ? queuedAt : row.triedSince;
    const input = { type: 'conversation.call-back', id, channel, skill, known } as const;
    const { refused, stored } = desk.apply({ ...input, queuedAt: since });
    if (refused === null) await stored;
    else this.#offered.remove(id);
    this.#use.calls.tellWaiting(desk.account);
  }

  async #ring(desk: AccountDesk, row: CallbackRow): Promise<void> {
    const { account } = desk;
    const { calls, log } = this.#use;
    const record = desk.record(row.conversation);
    this.#offered.remove(row.conversation);
    const isFull = this.#ringing.size >= callbackLimits.offered;
    this.#ringing.set(row.id, null);
    const to = addressOf(row);
    const end = (outcome: Outcome): void => {
      // A look that comes first ends it so, too.
      this.#ringing.set(row.id, outcome);
      this.#later(this.#queue.run(row.id, () => this.#ended(account, row, outcome)));
    };
    const outcome = (reached: boolean): void => end(reached ? 'reached' : 'not reached');
    const rang = (): void => this.#soon(account, row.id, { type: 'rang' });
    calls.tellWaiting(account);
    const refused =
      record === undefined || isFull
        ? 'server.overloaded'
        : await calls.ring({ desk, record, to, rang, outcome }).catch((error: unknown) => {
            log.error('a call back did not ring', { reason: String(error) });
            return 'server.failed' as const;
          });
    if (refused === null) return;
    log.warn('nobody could be called back', { code: refused });
    // By the hour, or by what calls cost: it may have become so while an agent was asked.
    end(refused === 'call.quiet_hours' || refused === 'call.spent' ? 'not called' : 'not reached');
  }

  /** An agent has the conversation. They accepted a call only if it was offered to them as one. */
  #taken(account: AccountId, id: CallbackId): void {
    const look = async (): Promise<void> => {
      const row = await this.#load(account, id);
      if (row === null) return;
      const desk = await this.#use.desks.of(account);
      const talk = desk.desk.conversations.get(row.conversation);
      if (talk?.status === 'active' && talk.callsBack)
        await this.#step(account, id, { type: 'accepted' });
    };
    this.#later(this.#queue.run(id, look));
  }

  /** It stays what became of it until that is stored. */
  async #ended(
    account: AccountId,
    row: CallbackRow,
    outcome: Outcome,
  ): Promise<CallbackRow | null> {
    const after = await this.#step(
      account,
      row.id,
      outcome === 'not called'
        ? { type: 'postpone', until: await this.#putOff(account, row) }
        : { type: 'ended', reached: outcome === 'reached' },
    );
    this.#ringing.delete(row.id);
    return after;
  }

  async #putOff(account: AccountId, row: CallbackRow): Promise<number> {
    const { clock, telephones } = this.#use;
    const now = clock.now();
    const at = addressOf(row);
    const from = at === null ? now : await telephones.callableFrom(account, at, now);
    return Math.max(from, now + callbackLimits.lookMs);
  }

  #soon(account: AccountId, id: CallbackId, input: CallbackInput): void {
    this.#later(this.apply(account, id, input));
  }

  /** What fails is seen at the next look. */
  #later(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      this.#use.log.error('a call back was not noted', { reason: String(error) });
    });
  }

  #settle(desk: AccountDesk, row: CallbackRow, what: Parameters<typeof settle>[3]): Promise<void> {
    this.#offered.remove(row.conversation);
    return settle(this.#use, desk, row, what);
  }

  #load(account: AccountId, id: CallbackId): Promise<CallbackRow | null> {
    return this.#use.records.withAccount(account, (sql) => findCallback(sql, id));
  }

  async #recordOf(desk: AccountDesk, row: CallbackRow): Promise<Conversation | null> {
    const { store } = this.#use;
    return desk.record(row.conversation) ?? (await store.load(desk.account, row.conversation));
  }
}

/** Where it is called by telephone. Null: the page of the visitor rings. */
function addressOf({ number, byChannel }: CallbackRow): AddressAt | null {
  return number === null || byChannel === null ? null : { channel: byChannel, address: number };
}
