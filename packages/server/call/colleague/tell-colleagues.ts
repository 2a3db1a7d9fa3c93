// Tells the agents in a call which colleague left it or did not come, and why.
import type { CallEffect, CallInput } from '@opportune/core/call/call.ts';
import type { ColleagueLeft } from '@opportune/protocol/conversation/spoken.ts';
import type { UserId } from '@opportune/protocol/ids.ts';
import { endOf, type Running } from '../running.ts';

/** Whoever goes back to the customer knows that the colleague leaves. */
const knownEnds: readonly string[] = ['cancelled', 'removed'];

export function tellColleagues(
  running: Running,
  { input, effects }: { readonly input: CallInput; readonly effects: readonly CallEffect[] },
  nameOf: (user: UserId) => string,
  tell: (user: UserId, frame: ColleagueLeft) => void,
): void {
  const { call } = running;
  for (const effect of effects) {
    if (effect.type !== 'leg.ended' || effect.party.type !== 'agent') continue;
    if (effect.reason === 'call-ended') continue;
    if (input.type === 'aside.return' && knownEnds.includes(effect.reason)) continue;
    const name = nameOf(effect.party.user);
    const reason = endOf(running, effect) ?? 'hung-up';
    for (const { party } of call.legs.values())
      if (party.type === 'agent')
        tell(party.user, { type: 'call.left', call: call.id, name, reason });
  }
}
