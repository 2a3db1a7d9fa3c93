// The life of an owner: it asks for a lease, renews it, follows who owns what, watches the renewals of
// others, and ends. One state, one union of inputs, effects out. `now` is a clock of the process that
// only runs forward and has nothing to do with the time of day.
import { endLife, followRegister } from './follow.ts';
import type { Life, LifeEffect, LifeInput } from './life-state.ts';
import { clusterTimings, type Timings } from './limits.ts';
import { isSettled, type Joining, type RegisterAnswer, type RegisterRequest } from './register.ts';
import { dueOfOthers, nextOfOthers } from './watch.ts';

/** An owner that begins to ask for a lease at `now`. */
export function newLife(self: Joining, now: number, timings: Timings = clusterTimings): Life {
  return {
    ...{ self, timings, phase: 'joining', lease: null, register: null, placements: [] },
    ...{ heard: 0, following: null, beat: 0, nextAskAt: now, watched: new Map() },
    sealed: new Map(),
    lastReadAt: Number.NEGATIVE_INFINITY,
  };
}

/** Applies one input. What is due by `now` happens too. */
export function step(life: Life, input: LifeInput, now: number): readonly LifeEffect[] {
  if (life.phase === 'over') return [];
  const effects: LifeEffect[] = [];
  if (input.type === 'answered') takeAnswer(life, input, now, effects);
  if (input.type === 'followed') takeFollowed(life, input.epoch, now);
  if (input.type === 'leave') {
    if (life.phase === 'serving') life.phase = 'leaving';
    else if (life.phase === 'joining') endLife(life, 'left', effects);
    life.nextAskAt = now;
  }
  doDue(life, now, effects);
  return effects;
}

/** Whether the lease still holds, by the own clock and with the margin. */
export function isHeld({ phase, lease, timings }: Life, now: number): boolean {
  return phase !== 'over' && lease !== null && now < lease.until - timings.marginMs;
}

/** When time alone is due next. */
export function nextDueAt(life: Life): number {
  if (life.phase === 'over') return Infinity;
  const drainAt = life.following === null ? Infinity : life.following.since + life.timings.drainMs;
  return Math.min(life.nextAskAt, drainAt, nextOfOthers(life));
}

function takeAnswer(
  life: Life,
  { request, askedAt, answer }: LifeInput & { readonly type: 'answered' },
  now: number,
  effects: LifeEffect[],
): void {
  if (request.type === 'join') takeJoined(life, answer, effects);
  // Somebody else was first.
  if (answer.outcome === 'changed' && life.phase === 'joining') life.nextAskAt = now;
  if (answer.outcome === 'left' || answer.outcome === 'lost')
    endLife(life, answer.outcome, effects);
  if (isPast(life)) return;
  const renews = request.type === 'beat' || request.type === 'join';
  // From when it was sent: others count from when they first read it, which is later.
  if (renews && answer.outcome === 'done' && life.lease !== null)
    life.lease.until = Math.max(life.lease.until, askedAt + life.timings.leaseMs);
  followRegister(life, answer.register, now, effects);
  // It knows enough to join at once.
  if (request.type === 'look' && canJoin(life)) life.nextAskAt = now;
}

function isPast({ phase }: Life): boolean {
  return phase === 'over';
}

function takeJoined(
  life: Life,
  { outcome, register }: RegisterAnswer,
  effects: LifeEffect[],
): void {
  if (outcome === 'version') return endLife(life, 'version', effects);
  if (outcome !== 'done' || life.phase !== 'joining') return;
  const { shard, holder } = life.self;
  const held = register.shards.find((one) => one.shard === shard && one.holder === holder);
  if (held === undefined) return;
  life.phase = 'serving';
  life.lease = { shard, epoch: held.epoch, until: Number.NEGATIVE_INFINITY };
  life.heard = held.heard;
}

function takeFollowed(life: Life, epoch: number, now: number): void {
  if (life.lease === null || epoch <= life.heard) return;
  life.heard = epoch;
  if (life.following !== null && life.following.epoch <= epoch) life.following = null;
  // Others wait for it.
  life.nextAskAt = now;
}

function doDue(life: Life, now: number, effects: LifeEffect[]): void {
  if (life.phase === 'over') return;
  const { following, timings } = life;
  if (following !== null && now >= following.since + timings.drainMs)
    return endLife(life, 'drain', effects);
  effects.push(...dueOfOthers(life, now));
  if (now < life.nextAskAt) return;
  effects.push({ type: 'ask', request: nextRequest(life) });
  // While something waits for others, it looks more often.
  const settled = life.register !== null && isSettled(life.register);
  life.nextAskAt = now + (settled ? timings.beatMs : Math.ceil(timings.beatMs / 3));
}

function nextRequest(life: Life): RegisterRequest {
  const { self, register, lease } = life;
  if (lease === null) {
    if (register === null || !canJoin(life)) return { type: 'look' };
    life.beat += 1;
    return { type: 'join', epoch: register.epoch, beat: life.beat, ...self };
  }
  const owner = { shard: lease.shard, epoch: lease.epoch };
  life.beat += 1;
  const isLeaving = life.phase === 'leaving';
  return { type: 'beat', owner, beat: life.beat, heard: life.heard, isLeaving };
}

/** Nobody else has the shard. */
function canJoin({ register, self }: Life): boolean {
  return !register?.shards.some(
    ({ shard, holder }) => shard === self.shard && holder !== self.holder,
  );
}
