// How an owner follows the register: who owns what now, what it has lost, and whether it still has its
// lease.
import type { Life, LifeEffect, Over } from './life-state.ts';
import { placementOn } from './placement.ts';
import { isSame, type Register } from './register.ts';
import { noteRead } from './watch.ts';

/** Takes a register that was read, unless a newer one is known. */
export function followRegister(
  life: Life,
  register: Register,
  now: number,
  effects: LifeEffect[],
): void {
  const before = life.register;
  if (before !== null && register.revision < before.revision) return;
  noteRead(life, register, now);
  life.register = register;
  const isMoved = before === null || !hasSameViews(before, register);
  if (isMoved) life.placements = register.views.map(({ owners }) => placementOn(owners));
  if (life.lease === null) return;
  if (!register.shards.some(isSame(life.lease))) return endLife(life, 'lost', effects);
  const { epoch } = register;
  if (epoch > (life.following?.epoch ?? life.heard)) {
    life.following = { epoch, since: life.following?.since ?? now };
    effects.push({ type: 'moved', epoch });
  }
  if (isMoved) effects.push({ type: 'settled' });
}

function hasSameViews(one: Register, other: Register): boolean {
  return one.epoch === other.epoch && one.views[0]?.epoch === other.views[0]?.epoch;
}

/** Ends it for good. */
export function endLife(life: Life, reason: Over, effects: LifeEffect[]): void {
  life.phase = 'over';
  effects.push({ type: 'over', reason });
}
