// The engine's view of a visitor in one sentence, as a key of the catalogue with values. It only
// reads decisions and waits, so it is cheap enough for every change of the list.
import type { VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import { holds } from '../../behaviour/condition/truth.ts';
import { soonestWaiting } from '../timers/clocks.ts';
import { campaignName } from './campaign-name.ts';
import type { DecisionContext } from '../effect.ts';
import { truthOf } from '../step/campaign-truth.ts';
import { isAtMoment, isOffered } from '../state/remembered-policy.ts';
import { sceneNow } from './scene-now.ts';
import type { VisitorState } from '../state/state.ts';

/** Keys under `reason.` that `words` has a sentence for. */
export const thoughts = [
  'bot',
  'holdout',
  'muted',
  'conversation',
  'converted',
  'engaged',
  'shown',
  'offered',
  'control',
  'not-offered',
  'taken-in',
  'waits',
  'soon',
  'held',
] as const;
export type Thought = (typeof thoughts)[number];

export function reasonOf(state: VisitorState, context: DecisionContext): VisitorRow['reason'] {
  if (state.bot) return thought('bot');
  if (state.holdout) return thought('holdout');
  if (state.engagements.conversation !== null) return thought('conversation');
  return ofDecision(state, context) ?? ofWaiting(state, context);
}

function thought(
  name: Thought,
  values: Readonly<Record<string, string | number>> = {},
): NonNullable<VisitorRow['reason']> {
  return { key: name, values: { ...values } };
}

function ofDecision(state: VisitorState, context: DecisionContext): VisitorRow['reason'] {
  const newest = state.decisions.newest();
  if (newest === undefined || newest.visit !== state.visit?.id) return null;
  const values = {
    campaign: campaignName(context, newest.campaign),
    at: newest.at,
  };
  if (newest.step === 'converted') return thought('converted', values);
  if (newest.variant === null) return thought('control', values);
  if (state.engagements.muted) return thought('muted');
  if (!isAtMoment(newest) && newest.policy?.isDecided === false) return thought('taken-in', values);
  if (!isOffered(newest)) return thought('not-offered', values);
  if (state.waiting?.includes(newest) === true) return thought('waits', values);
  const ofStep = { eligible: 'offered', exposed: 'shown', engaged: 'engaged' } as const;
  return thought(ofStep[newest.step], values);
}

function ofWaiting(state: VisitorState, context: DecisionContext): VisitorRow['reason'] {
  if (state.engagements.muted) return thought('muted');
  if (state.version !== context.configuration.version) return null;
  const soonest = soonestWaiting(state, context.configuration, sceneNow(state, context));
  if (soonest !== null)
    return thought('soon', { campaign: nameOf(context, soonest.campaign), at: soonest.at });
  const held = firstHeld(state, context);
  return held < 0 ? null : thought('held', { campaign: nameOf(context, held) });
}

/** The campaign of highest claim that is true and held back. Only a few are examined. */
function firstHeld(state: VisitorState, context: DecisionContext): number {
  const { configuration } = context;
  const scene = sceneNow(state, context);
  let rank = state.held?.next(0) ?? -1;
  for (let looks = 0; rank >= 0 && looks < 10; looks++, rank = state.held?.next(rank + 1) ?? -1) {
    const campaign = configuration.campaigns[rank];
    if (campaign !== undefined && holds(truthOf(scene, campaign))) return rank;
  }
  return -1;
}

function nameOf({ configuration }: DecisionContext, rank: number): string {
  return configuration.campaigns[rank]?.live.document.name ?? '';
}
