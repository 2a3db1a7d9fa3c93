// Whether no further call may begin now, in an account or in all.
import type { AccountId } from '@opportune/protocol/ids.ts';
import { spokenLimits } from '@opportune/protocol/limits/calls.ts';
import type { Calls } from './calls.ts';

export function isFull(calls: Calls, account: AccountId): boolean {
  const own = calls.all().filter((each) => each.account === account);
  return calls.size >= spokenLimits.calls || own.length >= spokenLimits.accountCalls;
}
