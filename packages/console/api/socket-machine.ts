// Decides when the console's socket connects, waits, pings and drops a silent connection. A state
// machine without a clock or a socket of its own, so that tests reach every path.
import { socketLimits } from '@opportune/protocol/limits/connections.ts';

export const reconnect = {
  firstMs: 500,
  capMs: 15_000,
  /**
   * After `askMs` without a frame the console pings. The server has `answerMs` to answer, or
   * `wakeAnswerMs` after waking.
   */
  askMs: 10_000,
  answerMs: 15_000,
  wakeAnswerMs: 5000,
  /** Drops an attempt that takes longer: behind a dead proxy it would never open. */
  openMs: 10_000,
  /**
   * A server that announced a restart is back within seconds. It is retried every `everyMs` for
   * `forMs`.
   */
  restart: { forMs: 10_000, everyMs: 300 },
} as const;

export type SocketState =
  | { readonly type: 'stopped' }
  | (Attempt & { readonly type: 'connecting'; readonly deadAt: number })
  | {
      readonly type: 'open';
      readonly pingAt: number;
      /** Infinity if no answer is awaited. */
      readonly deadAt: number;
    }
  | (Attempt & { readonly type: 'waiting'; readonly until: number });

interface Attempt {
  /** The number of failed attempts. */
  readonly attempt: number;
  /** Until then a restarting server is retried at short intervals. 0 if it announced no restart. */
  readonly restartsUntil: number;
}

export type SocketInput =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  | { readonly type: 'opened' }
  | { readonly type: 'heard' }
  | { readonly type: 'closed'; readonly code: number }
  /** The machine woke, the network came back or the tab became visible. */
  | { readonly type: 'wake' }
  | { readonly type: 'tick' };

export type SocketEffect = 'connect' | 'close' | 'ping' | 'signed-out';

/** The server restarts (the registered close code Service Restart). */
const restarting = 1012;
/** Codes after which retrying is pointless: nobody is signed in, or the role does not allow it. */
const finalCodes: ReadonlySet<number> = new Set([4401, 4403]);

export interface Step {
  readonly state: SocketState;
  readonly effects: readonly SocketEffect[];
}

/**
 * `chance` is uniform in [0, 1). It jitters the wait, so that many consoles do not return at once.
 */
export function step(state: SocketState, input: SocketInput, now: number, chance: number): Step {
  switch (input.type) {
    case 'start':
      return state.type === 'stopped'
        ? connect({ attempt: 0, restartsUntil: 0 }, now)
        : same(state);
    case 'stop':
      return { state: { type: 'stopped' }, effects: state.type === 'stopped' ? [] : ['close'] };
    case 'opened':
      return state.type === 'connecting' ? { state: opened(now), effects: [] } : same(state);
    case 'heard':
      return state.type === 'open' ? { state: heard(now), effects: [] } : same(state);
    case 'closed':
      return closed(state, input.code, now, chance);
    case 'wake':
      return wake(state, now);
    case 'tick':
      return tick(state, now, chance);
  }
}

/** The wait before attempt n. It doubles up to the cap, and jitter takes at most half of it. */
export function backOffMs(attempt: number, chance: number): number {
  const whole = Math.min(reconnect.capMs, reconnect.firstMs * 2 ** attempt);
  return whole / 2 + (whole / 2) * chance;
}

/** The first frames are long and may take a while on a slow connection. */
function opened(now: number): SocketState {
  return { type: 'open', pingAt: Infinity, deadAt: now + socketLimits.silenceMs };
}

function heard(now: number): SocketState {
  return { type: 'open', pingAt: now + reconnect.askMs, deadAt: Infinity };
}

/** A connection is lost only if an answer is late, never because this machine slept. */
function ask(now: number, deadAt: number): Step {
  return { state: { type: 'open', pingAt: now + reconnect.askMs, deadAt }, effects: ['ping'] };
}

function connect({ attempt, restartsUntil }: Attempt, now: number): Step {
  const deadAt = now + reconnect.openMs;
  return {
    state: { type: 'connecting', attempt, restartsUntil, deadAt },
    effects: ['connect'],
  };
}

/** Attempts during a restart do not count as failures. */
function wait({ attempt, restartsUntil }: Attempt, now: number, chance: number): SocketState {
  const { everyMs } = reconnect.restart;
  if (now < restartsUntil) {
    const until = now + everyMs / 2 + everyMs * chance;
    return { type: 'waiting', attempt: 0, restartsUntil, until };
  }
  return { type: 'waiting', attempt, restartsUntil: 0, until: now + backOffMs(attempt, chance) };
}

function same(state: SocketState): Step {
  return { state, effects: [] };
}

function closed(state: SocketState, code: number, now: number, chance: number): Step {
  if (state.type === 'stopped' || state.type === 'waiting') return same(state);
  if (finalCodes.has(code))
    return { state: { type: 'stopped' }, effects: code === 4401 ? ['signed-out'] : [] };
  return { state: wait(failed(state, code, now), now, chance), effects: [] };
}

function failed(state: SocketState, code: number, now: number): Attempt {
  if (code === restarting) return { attempt: 0, restartsUntil: now + reconnect.restart.forMs };
  if (state.type !== 'connecting') return { attempt: 0, restartsUntil: 0 };
  return { attempt: state.attempt + 1, restartsUntil: state.restartsUntil };
}

function wake(state: SocketState, now: number): Step {
  if (state.type === 'waiting') return connect(state, now);
  if (state.type !== 'open') return same(state);
  // A laptop that slept may hold a dead connection: ping, and expect the answer soon.
  return ask(now, Math.min(state.deadAt, now + reconnect.wakeAnswerMs));
}

function tick(state: SocketState, now: number, chance: number): Step {
  if (state.type === 'waiting' && now >= state.until) return connect(state, now);
  if (state.type === 'connecting' && now >= state.deadAt)
    return { state: wait(failed(state, 0, now), now, chance), effects: ['close'] };
  if (state.type !== 'open') return same(state);
  if (now >= state.deadAt)
    return { state: wait({ attempt: 0, restartsUntil: 0 }, now, chance), effects: ['close'] };
  if (now < state.pingAt) return same(state);
  return ask(now, Math.min(state.deadAt, now + reconnect.answerMs));
}
