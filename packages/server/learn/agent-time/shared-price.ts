// All optimising campaigns of an account that use a skill share what an hour of its agents gains.
// Each reports its gains to the others, so that none uses agents for less than they gain elsewhere.
// Money and mere counts are never added up.
import type {
  ChooserQuestion,
  ChosenAction,
} from '@opportune/core/decision/optimise/engagement-chooser.ts';
import type { DecisionPolicy } from '@opportune/protocol/campaign/policy.ts';
import { everybody, skillsOf, type Optimising } from '../policy/policy-options.ts';
import type { RunningPolicy } from '../policy/running-policy.ts';

/** Reports to the others what an invitation is expected to gain with the time of a skill. */
export function shareEarnings(
  all: Iterable<RunningPolicy>,
  from: RunningPolicy,
  { isGhost, skill, value }: Pick<ChooserQuestion, 'isGhost' | 'skill' | 'value'>,
  { action, reasons }: Pick<ChosenAction, 'action' | 'reasons'>,
): void {
  if (isGhost || action === 'none' || !from.of.options.needsAgent) return;
  for (const other of all)
    if (other !== from && isShared(other.of, from.of, skill ?? everybody))
      other.earnBeside(skill, value * reasons.gain);
}

/** The same for a choice that the log has and memory lost. */
export function recallEarnings(
  to: RunningPolicy,
  from: Optimising,
  { action, skill, value, reasons }: DecisionPolicy,
): void {
  if (reasons === null || action === 'none') return;
  if (isShared(to.of, from, skill ?? everybody)) to.earnBeside(skill, value * reasons.gain);
}

/** Whether two campaigns use the time of a skill for gains that can be added up. */
function isShared(one: Optimising, other: Optimising, skill: string): boolean {
  if (!one.options.needsAgent || !other.options.needsAgent) return false;
  if (isMoney(one) !== isMoney(other)) return false;
  return skillsOf(one.live).includes(skill);
}

function isMoney({ goal }: Optimising): boolean {
  return goal.value.type !== 'none';
}
