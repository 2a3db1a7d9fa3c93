// Optimising campaigns for tests: visitors whose hash gives a wanted arm, and a chooser that
// follows the test.
import { Optimise, type LiveCampaign } from '@opportune/protocol/campaign/campaign.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import type { PolicyAction } from '@opportune/protocol/campaign/policy.ts';
import { campaign, configuration } from '../../world/test/shop.test-support.ts';
import { armPlanOf, drawArm } from '../configuration/arm-plan.ts';
import type { ChooserQuestion, EngagementChooser } from '../optimise/engagement-chooser.ts';
import { Visit, type VisitOptions } from './visit.test-support.ts';

export const onProduct = { fact: 'page.path', op: 'startsWith', value: '/product' } as const;
export const once = { perVisit: 1, perDay: null, perVisitor: null, afterDismissalS: null };

export function optimising(more: Partial<Parameters<typeof campaign>[0]> = {}): LiveCampaign {
  const optimise = Optimise.parse({});
  const sketch = { id: 'c', moment: onProduct, control: 2000, caps: once, ...more };
  return campaign({ ...sketch, mode: 'optimise', optimise });
}

export type ArmName = 'control' | 'treatment' | 'optimise';

/**
 * A visitor whose hash gives this arm and variant. In control: the part that would follow one of
 * the others.
 */
export function visitorIn(
  arm: ArmName,
  live = optimising(),
  follows: 'rule' | 'policy' = arm === 'treatment' ? 'rule' : 'policy',
  variant: string | null = null,
): string {
  const plan = armPlanOf(configuration([live]), live);
  for (let at = 0; ; at++) {
    const drawn = drawArm({ plan, live }, `visitor-${at}`);
    const isWanted = variant === null || drawn.variant.id === variant;
    if (isWanted && drawn.arm === arm && drawn.follows === follows) return `visitor-${at}`;
  }
}

/**
 * Returns the test's choices one after another and repeats the last. A likely `none` means "wait".
 * Records the questions.
 */
export class Chooser implements EngagementChooser {
  readonly asked: ChooserQuestion[] = [];
  readonly #actions: readonly PolicyAction[];
  guarded = false;
  probability = 0.9;

  constructor(...actions: readonly PolicyAction[]) {
    this.#actions = actions;
  }

  about() {
    return { value: 90, guarded: this.guarded };
  }

  choose(_live: LiveCampaign, question: ChooserQuestion) {
    const at = this.asked.length;
    const action = this.#actions[Math.min(at, this.#actions.length - 1)] ?? 'none';
    this.asked.push(question);
    const reasons = {
      probabilities: { [action]: 0.9 },
      using: 'uplift' as const,
      gain: 0.02,
      rate: 0.03,
      accepts: 0.2,
      minutes: 6,
      pricePerHour: 10,
      worth: 0.8,
      version: 4,
    };
    const waits = action === 'none' && this.probability >= 0.5;
    return { action, probability: this.probability, waits, reasons };
  }
}

export function visitOf(
  arm: ArmName,
  policy: EngagementChooser,
  more: VisitOptions & { readonly campaigns?: readonly LiveCampaign[] } = {},
): Visit {
  const list = more.campaigns ?? [optimising()];
  const visitor = visitorIn(arm, list[0]);
  return new Visit(list, { visitor, policy, ...more });
}

/** The visitor leaves the page and opens another. */
export function goTo(visit: Visit, path: string): Visit {
  return visit.track(eventName.pageLeft).page(path);
}
