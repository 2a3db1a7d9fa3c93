// What a policy has learnt, as figures for people: its own figures, with the names of features and
// how soon agents answered.
import { featureMove, policyFeatures } from '@opportune/core/decision/optimise/policy-features.ts';
import { learntOf } from '@opportune/core/learning/uplift/engagement-policy.ts';
import type { LearntPolicy } from '@opportune/protocol/rest/campaign/learnt.ts';
import { skillNamed } from './policy-options.ts';
import type { RunningPolicy } from './running-policy.ts';

const moves = policyFeatures.map(featureMove);

export function policyFigures(running: RunningPolicy, now: number): LearntPolicy {
  const { features, delays, skills, ...learnt } = learntOf(running.policy, moves);
  const { place, version, value, valueFrom } = running;
  return {
    ...learnt,
    ...{ version, value, valueFrom },
    learntThrough: place.through === 0 ? null : place.through,
    features: features.flatMap((effect, at) => {
      const feature = policyFeatures[at];
      return feature === undefined ? [] : { feature, ...effect };
    }),
    delays: delays.map((each) => ({ ...each })),
    skills: skills.map((each) => ({ ...each, ...serviceOf(running, each.skill, now) })),
  };
}

function serviceOf(
  running: RunningPolicy,
  name: string,
  now: number,
): Pick<LearntPolicy['skills'][number], 'guarded' | 'conversations' | 'answeredInTime'> {
  const skill = skillNamed(name);
  const { conversations, inTime } = running.answered(skill, now);
  return { guarded: running.isGuarded(skill, now), conversations, answeredInTime: inTime };
}
