// Whether no further call may begin now, in an account or in all, or nobody else join one.
import type { AccountId } from '@opportune/protocol/ids.ts';
import { mediaLimits, spokenLimits } from '@opportune/protocol/limits/calls.ts';
import type { Calls } from './calls.ts';
import type { Running } from './running.ts';

export function isFull(calls: Calls, account: AccountId): boolean {
  const own = calls.all().filter((each) => each.account === account);
  return (
    calls.size >= spokenLimits.calls ||
    own.length >= spokenLimits.accountCalls ||
    lacksLegs(calls, account, 2)
  );
}

/** Whether the media host has no place for more legs, or the account has taken its share of it. */
export function lacksLegs(calls: Calls, account: AccountId, more: number): boolean {
  const own = calls.all().filter((each) => each.account === account);
  const share = (mediaLimits.legs * spokenLimits.accountCalls) / spokenLimits.calls;
  return legsOf(calls.all()) + more > mediaLimits.legs || legsOf(own) + more > share;
}

/** Whether one more of the team may speak. Beyond, a browser would have no place for a voice. */
export function hasVoice({ call }: Running): boolean {
  const speak = [...call.legs.values()].filter(({ party }) =>
    party.type === 'supervisor' ? party.watching !== 'listen' : party.type === 'agent',
  );
  return speak.length < spokenLimits.teamVoices;
}

function legsOf(all: readonly Running[]): number {
  return all.reduce((sum, { call }) => sum + call.legs.size, 0);
}
