// What an agent sees of the other agents in their call. Pure.
import { isAgent, isAsked, type Leg } from '@opportune/core/call/call.ts';
import type { Colleague, SpokenCall } from '@opportune/protocol/conversation/spoken.ts';
import type { UserId } from '@opportune/protocol/ids.ts';
import type { Running } from '../running.ts';

type NameOf = (user: UserId) => string;
type Aside = NonNullable<SpokenCall['aside']>;

/** Nothing for a leg that is no agent's. */
export function teamFor(
  { call }: Pick<Running, 'call'>,
  leg: Leg,
  nameOf: NameOf,
): Pick<SpokenCall, 'leads' | 'aside' | 'colleagues'> {
  if (!isAgent(leg)) return {};
  const partner = partnerOf(call, leg);
  // Who asks has left the customer also while it rings.
  const apart = call.aside === null ? [] : [call.aside.by, call.aside.with];
  const colleagues = [...call.legs.values()].flatMap((each) =>
    each.id === leg.id || each.id === partner?.id
      ? []
      : colleague(each, nameOf, apart.includes(each.id)),
  );
  const aside = partner === undefined ? null : asideWith(partner, nameOf);
  return {
    leads: call.owner === leg.id,
    ...(aside !== null && { aside }),
    ...(colleagues.length > 0 && { colleagues }),
  };
}

/** With whom they speak apart, or will. A cold transfer is no consultation. */
function partnerOf({ aside, legs }: Running['call'], { id }: Leg): Leg | undefined {
  if (aside === null || aside.isCold) return undefined;
  if (aside.by === id) return legs.get(aside.with);
  return aside.with === id ? legs.get(aside.by) : undefined;
}

function asideWith({ party, state }: Leg, nameOf: NameOf): Aside | null {
  if (party.type !== 'agent') return null;
  return { user: party.user, name: nameOf(party.user), is: progressOf(state) };
}

/** One agent, or nothing. */
function colleague({ party, state }: Leg, nameOf: NameOf, isApart: boolean): readonly Colleague[] {
  if (party.type !== 'agent') return [];
  const { user } = party;
  const is = progressOf(state);
  return [{ user, name: nameOf(user), is: is === 'here' && isApart ? 'apart' : is }];
}

function progressOf(state: Leg['state']): Aside['is'] {
  if (isAsked({ state })) return 'asked';
  return state === 'connected' ? 'here' : 'coming';
}
