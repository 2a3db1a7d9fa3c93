// Plays one seed and reports the violations, how much happened, and a fingerprint of all decisions
// and of all frames that browsers received. Two runs are compared by the fingerprint.
import { createHash } from 'node:crypto';
import { decisionsOf, violationsOf } from './check.test-support.ts';
import { World, type WorldOptions } from './world.test-support.ts';

export interface Played {
  readonly violations: readonly string[];
  readonly decisions: number;
  readonly controls: number;
  /** Decisions whose engagement had to wait, and further looks. */
  readonly waited: number;
  readonly again: number;
  readonly offers: number;
  readonly acknowledged: number;
  readonly messages: number;
  readonly kills: number;
  readonly fingerprint: string;
}

export async function playSeed(seed: number, options: WorldOptions = {}): Promise<Played> {
  const world = new World(seed, options);
  await world.play();
  const violations = await violationsOf(world);
  const decisions = decisionsOf(world);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  const log = JSON.stringify([decisions, world.browsers.map(({ frames }) => frames)]);
  return {
    violations,
    decisions: decisions.length,
    controls: decisions.filter(({ arm }) => arm.type === 'control').length,
    waited: decisions.filter(({ policy }) => policy?.action.startsWith('after:')).length,
    again: decisions.filter(({ policy }) => policy?.again).length,
    offers: world.offers.size,
    acknowledged: sum(world.browsers.map(({ outbox }) => outbox.acknowledged.size)),
    messages: sum(world.browsers.map(({ chat }) => chat.side.reader.acknowledged.size)),
    kills: world.kills,
    fingerprint: createHash('sha256').update(log).digest('hex'),
  };
}
