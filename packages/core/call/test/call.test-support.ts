// Calls for tests: names become ids, and a scene plays inputs under a simulated clock.
import assert from 'node:assert/strict';
import { CallId, LegId, UserId } from '@opportune/protocol/ids.ts';
import { type Call, type CallEffect, type CallInput, newCall, type Speaker } from '../call.ts';
import { step } from '../step.ts';

export const leg = (name: string) => LegId.parse(name);
export const user = (name: string) => UserId.parse(name);

export const visitor: Speaker = { type: 'visitor' };
export const agent = (name: string): Speaker => ({ type: 'agent', user: user(name) });
export const supervisor = (
  name: string,
  watching: 'listen' | 'whisper' | 'barge-in' = 'listen',
): Speaker => ({ type: 'supervisor', user: user(name), watching });

export class Scene {
  readonly call: Call;
  readonly effects: CallEffect[] = [];
  now = 0;

  constructor(patienceMs?: number) {
    this.call = newCall(CallId.parse('call'), 0, patienceMs);
  }

  do(input: CallInput): readonly CallEffect[] {
    const effects = step(this.call, input, this.now);
    this.effects.push(...effects);
    return effects;
  }

  /** Does what must not be refused. */
  does(input: CallInput): this {
    const refused = this.do(input).find(({ type }) => type === 'refused');
    assert.equal(refused, undefined, `${input.type} was refused`);
    return this;
  }

  pass(ms: number): readonly CallEffect[] {
    this.now += ms;
    return this.do({ type: 'time' });
  }

  /** Invites somebody, and they come. */
  comes(name: string, party: Speaker): this {
    return this.does({ type: 'leg.invite', leg: leg(name), party, by: null }).answers(name);
  }

  answers(name: string): this {
    return this.does({ type: 'leg.rang', leg: leg(name) })
      .does({ type: 'leg.accept', leg: leg(name) })
      .does({ type: 'leg.connected', leg: leg(name) });
  }

  /** Whom somebody hears, in the order of the legs. */
  heardBy(name: string): readonly string[] {
    return this.call.routes.filter(({ to }) => to === name).map(({ from }) => from);
  }

  /** Why a leg or the call ended. */
  ends(): readonly string[] {
    return this.effects.flatMap((effect) => {
      if (effect.type === 'leg.ended') return [`${effect.leg} ${effect.reason}`];
      return effect.type === 'call.ended' ? [effect.reason] : [];
    });
  }
}

/** A visitor and the agent Ada who speak. */
export function talking(): Scene {
  const scene = new Scene();
  scene.does({ type: 'leg.join', leg: leg('v'), party: visitor });
  scene.does({ type: 'leg.connected', leg: leg('v') });
  return scene.comes('ada', agent('ada'));
}
