// Shards that reach one register at once and without loss, for tests of single rules. Their clocks
// are the test's.
import assert from 'node:assert/strict';
import { newLife, nextDueAt, step } from '../life.ts';
import type { Life, LifeEffect, LifeInput } from '../life-state.ts';
import { changeRegister, emptyRegister, type RegisterRequest } from '../register.ts';

export const speaks = { oldest: 1, newest: 2 };

export class Lives {
  register = emptyRegister;
  /** False: requests get no answer. */
  isReachable = true;
  now = 1000;
  readonly told: { readonly shard: string; readonly effect: LifeEffect }[] = [];
  /** Who answers at once that it let go. */
  readonly letsGo = new Set<string>();

  start(shard: string, of: { speaks?: typeof speaks; holder?: string } = {}): Life {
    this.letsGo.add(shard);
    const self = { shard, holder: `${shard}.1`, address: shard, speaks, ...of };
    const life = newLife(self, this.now);
    this.give(life, { type: 'time' });
    return life;
  }

  give(life: Life, input: LifeInput): void {
    for (const effect of step(life, input, this.now)) this.#perform(life, effect);
  }

  /** Lets the time pass of these shards; all others are silent. */
  pass(forMs: number, ...lives: readonly Life[]): void {
    const end = this.now + forMs;
    for (;;) {
      const next = Math.min(...lives.map(nextDueAt));
      if (next > end) break;
      this.now = Math.max(next, this.now);
      for (const life of lives) this.give(life, { type: 'time' });
    }
    this.now = end;
  }

  ask(request: RegisterRequest): string {
    const { register, outcome } = changeRegister(this.register, request);
    this.register = register;
    return outcome;
  }

  /** What was told to a shard of this type. */
  of<Type extends LifeEffect['type']>(
    shard: string,
    type: Type,
  ): readonly (LifeEffect & { readonly type: Type })[] {
    const isOf = (effect: LifeEffect): effect is LifeEffect & { readonly type: Type } =>
      effect.type === type;
    return this.told
      .filter((one) => one.shard === shard)
      .map(({ effect }) => effect)
      .filter(isOf);
  }

  #perform(life: Life, effect: LifeEffect): void {
    const { shard } = life.self;
    this.told.push({ shard, effect });
    if (effect.type === 'moved' && this.letsGo.has(shard))
      this.give(life, { type: 'followed', epoch: effect.epoch });
    if (effect.type !== 'ask' || !this.isReachable) return;
    const { request } = effect;
    const answer = changeRegister(this.register, request);
    this.register = answer.register;
    this.give(life, { type: 'answered', request, askedAt: this.now, answer });
  }
}

/** A hash that this shard owns among these. */
export function hashOf(life: Life): number {
  for (let hash = 0; hash < 10_000; hash += 1) {
    const owner = life.placements.at(-1)?.ownerOf(Math.imul(hash, 2_654_435_761) >>> 0);
    if (owner?.shard === life.self.shard) return Math.imul(hash, 2_654_435_761) >>> 0;
  }
  return assert.fail('it owns nothing');
}
