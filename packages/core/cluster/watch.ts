// Watching the renewals of other shards. Who has not renewed for a whole lease, by this process's own
// clock, has stopped acting and is removed. Clocks are never compared.
import { murmur3 } from '../proof/hash.ts';
import type { Owner } from '../world/owner.ts';
import type { Life, LifeEffect } from './life-state.ts';
import { isSame, type Register } from './register.ts';

/** Notes which renewals are new. */
export function noteRead(life: Life, register: Register, now: number): void {
  const { watched, timings, lastReadAt } = life;
  // If nothing could be read for a while, nobody could renew either: all get a whole lease.
  const isGap = now - lastReadAt > timings.leaseMs / 2;
  life.lastReadAt = now;
  const expelAt = now + timings.leaseMs + timings.marginMs;
  for (const { shard, epoch, beat, holder } of register.shards) {
    const known = watched.get(shard);
    const isKnown = known?.beat === beat && known.owner.epoch === epoch;
    if (holder === life.self.holder || (isKnown && !isGap)) continue;
    watched.set(shard, { owner: { shard, epoch }, beat, expelAt });
  }
  for (const [shard, { owner }] of watched)
    if (!register.shards.some(isSame(owner))) watched.delete(shard);
  noteGone(life, register, now);
}

/** One shard reads the end of a lost log; the others only if it does not. */
function noteGone(life: Life, register: Register, now: number): void {
  const { sealed, self, timings } = life;
  for (const key of sealed.keys())
    if (!register.gone.some((one) => keyOf(one) === key)) sealed.delete(key);
  for (const one of register.gone) {
    if (sealed.has(keyOf(one))) continue;
    const owners = register.views.at(-1)?.owners ?? [];
    const first = owners[murmur3(keyOf(one)) % Math.max(1, owners.length)];
    sealed.set(keyOf(one), first?.shard === self.shard ? now : now + timings.leaseMs);
  }
}

/** What others' silence asks for by now. */
export function dueOfOthers(life: Life, now: number): readonly LifeEffect[] {
  return life.lease === null
    ? expelling(life, now)
    : [...expelling(life, now), ...sealing(life, now)];
}

function expelling({ watched, timings, lastReadAt }: Life, now: number): readonly LifeEffect[] {
  const effects: LifeEffect[] = [];
  for (const one of watched.values()) {
    if (now < one.expelAt) continue;
    one.expelAt = now + timings.beatMs;
    // Without the store, silence says nothing.
    if (now - lastReadAt > timings.leaseMs / 2) continue;
    const request = { type: 'expel', owner: one.owner, beat: one.beat } as const;
    effects.push({ type: 'ask', request });
  }
  return effects;
}

function sealing({ register, sealed, timings }: Life, now: number): readonly LifeEffect[] {
  const effects: LifeEffect[] = [];
  for (const lost of register?.gone ?? []) {
    const at = sealed.get(keyOf(lost));
    if (at === undefined || now < at) continue;
    sealed.set(keyOf(lost), now + timings.leaseMs);
    const owner = { shard: lost.shard, epoch: lost.epoch };
    effects.push({ type: 'seal', owner, holder: lost.holder });
  }
  return effects;
}

/** When others' silence is due next. */
export function nextOfOthers({ watched, sealed, lease }: Life): number {
  let next = Infinity;
  for (const { expelAt } of watched.values()) next = Math.min(next, expelAt);
  if (lease !== null) for (const at of sealed.values()) next = Math.min(next, at);
  return next;
}

function keyOf({ shard, epoch }: Owner): string {
  return `${shard}\n${epoch}`;
}
