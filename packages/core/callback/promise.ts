// The life of a promise to call somebody back: it waits for its time, is offered to agents, rings at the
// customer once an agent has accepted, and is reached, tried again, or becomes a case for a person. Pure:
// an input gives the next state and what is to be done. An input that does not fit changes nothing.
import type { CallbackState } from '@opportune/protocol/conversation/callback.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import type { CallbackSlot } from '@opportune/protocol/conversation/callback.ts';

export interface Promised {
  readonly state: CallbackState;
  readonly from: number;
  readonly until: number;
  /** When something is to be done next. Null: it is over. */
  readonly dueAt: number | null;
  /** Since when this try is due. */
  readonly triedSince: number;
  /** Tries, also before it was moved: each is counted before it begins, so that no crash repeats it. */
  readonly attempts: number;
  /** When it rang at the customer, soonest first. */
  readonly calledAt: readonly number[];
  readonly firstRungAt: number | null;
  readonly overAt: number | null;
}

export type CallbackInput =
  /**
   * Its time has come. `here`: the customer can be reached in the way they chose. `barred`: they can not,
   * which nobody is told, so that it looks as if no agent accepted it.
   */
  | { readonly type: 'due'; readonly reach: 'here' | 'away' | 'barred' }
  /** An agent has the conversation. */
  | { readonly type: 'accepted' }
  /** It rings at the customer. */
  | { readonly type: 'rang' }
  /** `reached`: both sides hear each other. Else its call is over, or never began. */
  | { readonly type: 'ended'; readonly reached: boolean }
  | { readonly type: 'cancel' }
  /** The account calls nobody back in this way, or for this skill, any more. */
  | { readonly type: 'withdraw' }
  | { readonly type: 'move'; readonly slot: CallbackSlot }
  /** An agent calls at once instead of later. */
  | { readonly type: 'hasten' }
  /** They may not be called before then, by the hour or by what calls cost. That is no try. */
  | { readonly type: 'postpone'; readonly until: number };

export type CallbackDoes =
  /** Puts the conversation in the queue, so that it rings at agents. */
  | 'offer'
  /** Rings at the customer. */
  | 'ring'
  /** Takes the conversation from agents until the next try. */
  | 'rest'
  /** Leaves the conversation to a person, as an open case. */
  | 'case'
  /** The same, because the account does not call. */
  | 'withdraw'
  /** Ends the conversation's wait, because nothing is promised any more. */
  | 'drop'
  /** Leaves the conversation to its agent: nobody calls back in it any more. */
  | 'go-on'
  | 'nothing';

export interface CallbackStep {
  readonly promise: Promised;
  readonly does: CallbackDoes;
}

/** Minutes after a try that did not reach the customer, for each further one. */
export type RetryRule = readonly number[];

export function promiseFor({ from, until }: CallbackSlot): Promised {
  return {
    ...{ state: 'promised', from, until, dueAt: from, triedSince: from },
    ...{ attempts: 0, calledAt: [], firstRungAt: null, overAt: null },
  };
}

const overStates: ReadonlySet<CallbackState> = new Set([
  'reached',
  'missed',
  'cancelled',
  'withdrawn',
]);

export function isOver({ state }: Pick<Promised, 'state'>): boolean {
  return overStates.has(state);
}

/** Whether its first ring came in time. Null: it has not rung, and may still. */
export function isKept({
  from,
  firstRungAt,
  overAt,
}: Pick<Promised, 'from' | 'firstRungAt' | 'overAt'>): boolean | null {
  if (firstRungAt !== null) return firstRungAt - from <= callbackLimits.keptMs;
  return overAt === null ? null : false;
}

export function stepCallback(
  promise: Promised,
  input: CallbackInput,
  now: number,
  rule: RetryRule,
): CallbackStep {
  if (isOver(promise)) return unchanged(promise);
  switch (input.type) {
    case 'due':
      return due(promise, input.reach, now, rule);
    case 'accepted':
      return promise.state === 'offered' ? accepted(promise, now) : unchanged(promise);
    case 'rang':
      return promise.state === 'ringing' && promise.firstRungAt === null
        ? goes(promise, { firstRungAt: now }, 'nothing')
        : unchanged(promise);
    case 'ended':
      if (promise.state !== 'ringing') return unchanged(promise);
      return input.reached ? over(promise, 'reached', now, 'go-on') : again(promise, now, rule);
    case 'cancel':
      return promise.state === 'ringing'
        ? unchanged(promise)
        : over(promise, 'cancelled', now, 'drop');
    case 'withdraw':
      return promise.state === 'ringing'
        ? unchanged(promise)
        : over(promise, 'withdrawn', now, 'withdraw');
    case 'move':
      return moved(promise, input.slot);
    case 'hasten':
      return promise.state === 'promised'
        ? goes(promise, { dueAt: now, triedSince: now }, 'nothing')
        : unchanged(promise);
    case 'postpone':
      return postponed(promise, input.until, now);
  }
}

/** What was counted for a call that was never made is taken back. */
function postponed(promise: Promised, until: number, now: number): CallbackStep {
  const { state, from, attempts, calledAt } = promise;
  if (until > from + callbackLimits.postponedMs) return over(promise, 'missed', now, 'case');
  const change = { state: 'promised', dueAt: until, triedSince: until } as const;
  if (state !== 'ringing') return goes(promise, change, state === 'promised' ? 'nothing' : 'rest');
  const never = { attempts: attempts - 1, calledAt: calledAt.slice(0, -1) };
  return goes(promise, { ...change, ...never }, 'rest');
}

function due(
  promise: Promised,
  reach: 'here' | 'away' | 'barred',
  now: number,
  rule: RetryRule,
): CallbackStep {
  const { lookMs, patienceMs, awayMs } = callbackLimits;
  if (promise.dueAt === null || now < promise.dueAt) return unchanged(promise);
  const waited = now - promise.triedSince;
  const later = { dueAt: now + lookMs } as const;
  // Its call is looked after by who made it. Where it has gone with its process, that is told as an end.
  if (promise.state === 'ringing') return goes(promise, later, 'nothing');
  if (waited >= patienceMs) return over(promise, 'missed', now, 'case');
  if (reach === 'here') return goes(promise, { ...later, state: 'offered' }, 'offer');
  if (reach === 'away' && waited >= awayMs)
    return again({ ...promise, attempts: promise.attempts + 1 }, now, rule);
  // Nobody is asked to call somebody who is not there.
  return goes(
    promise,
    { ...later, state: 'promised' },
    promise.state === 'offered' ? 'rest' : 'nothing',
  );
}

function accepted(promise: Promised, now: number): CallbackStep {
  const counted = { attempts: promise.attempts + 1, calledAt: [...promise.calledAt, now] };
  const dueAt = now + callbackLimits.lookMs;
  return goes(promise, { state: 'ringing', ...counted, dueAt }, 'ring');
}

/** The n-th retry follows the n-th try. */
function again(promise: Promised, now: number, rule: RetryRule): CallbackStep {
  const minutes = rule[Math.max(0, promise.attempts - 1)];
  if (minutes === undefined) return over(promise, 'missed', now, 'case');
  const dueAt = now + minutes * 60_000;
  return goes(promise, { state: 'promised', dueAt, triedSince: dueAt }, 'rest');
}

/** A promise that is being kept is not moved. */
function moved(promise: Promised, { from, until }: CallbackSlot): CallbackStep {
  if (promise.state === 'ringing') return unchanged(promise);
  const does = promise.state === 'offered' ? 'rest' : 'nothing';
  // A visitor who moves it gets no more tries.
  const { attempts, calledAt } = promise;
  return { promise: { ...promiseFor({ from, until }), attempts, calledAt }, does };
}

function over(
  promise: Promised,
  state: 'reached' | 'missed' | 'cancelled' | 'withdrawn',
  now: number,
  does: CallbackDoes,
): CallbackStep {
  return goes(promise, { state, dueAt: null, overAt: now }, does);
}

function goes(promise: Promised, change: Partial<Promised>, does: CallbackDoes): CallbackStep {
  return { promise: { ...promise, ...change }, does };
}

function unchanged(promise: Promised): CallbackStep {
  return { promise, does: 'nothing' };
}
