// What a call does, in words that are shown and told to screen readers.
import type { ColleagueLeft, SpokenCall } from '@opportune/protocol/conversation/spoken.ts';
import { t } from '../../words/words.ts';

/** What a supervisor does in it, or with whom an agent speaks beside the customer. */
export function stateWords(call: SpokenCall): string {
  const { state, watching, aside } = call;
  if (state === 'held' && aside !== undefined)
    return t(`calls.aside.${aside.is}`, { agent: aside.name });
  if (state !== 'connected') return t(`calls.state.${state}`);
  if (watching !== undefined) return t(`calls.watching.${watching}`);
  const names = namesOf(call, 'here');
  return names === '' ? t('calls.state.connected') : t('calls.together', { names });
}

/** Colleagues who are not with the customer now. Empty: all are. */
export function apartWords(call: SpokenCall): string {
  const names = namesOf(call, 'apart');
  return names === '' ? '' : t('calls.apart', { names });
}

function namesOf({ colleagues = [] }: SpokenCall, is: 'here' | 'apart'): string {
  return colleagues
    .filter((each) => each.is === is)
    .map(({ name }) => name)
    .join(', ');
}

/** Who rings, and why. `name`: the customer's. */
export function askedWords({ aside }: SpokenCall, name: string): string {
  return aside === undefined
    ? t('calls.asks', { name })
    : t('calls.aside.asks', { agent: aside.name, name });
}

/** What the call is, on pages that do not show it. */
export function stripWords({ aside, leads = true }: SpokenCall, name: string): string {
  if (aside === undefined) return t('calls.with', { name });
  const { name: agent } = aside;
  return t(leads ? 'calls.with.asking' : 'calls.with.asked', { agent, name });
}

const lefts = [
  'declined',
  'unanswered',
  'unreachable',
  'lost',
  'transferred',
  'cancelled',
] as const;

/** Why a colleague is not in the call. */
export function leftWords({ name, reason }: ColleagueLeft): string {
  const why = lefts.find((each) => each === reason) ?? 'hung-up';
  return t(`calls.left.${why}`, { agent: name });
}
