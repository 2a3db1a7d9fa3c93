// Chooses for the optimising campaigns of one account: finds the policy of a campaign's period,
// queries it, counts the answers, and reports to the others what an invitation costs them of their
// agents.
import type {
  ChooserQuestion,
  ChosenAction,
  EngagementChooser,
} from '@opportune/core/decision/optimise/engagement-chooser.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { LiveCampaign } from '@opportune/protocol/campaign/campaign.ts';
import type { CampaignId } from '@opportune/protocol/ids.ts';
import type { Slot } from './policy-slot.ts';
import type { RunningPolicy } from './running-policy.ts';
import { shareEarnings } from '../agent-time/shared-price.ts';

/** The answers so far, by action. */
export interface Chosen {
  none: number;
  now: number;
  after: number;
  waits: number;
}

export type Slots = ReadonlyMap<CampaignId, Slot>;

/** Reads the slots anew for each question. A policy that is not loaded yet answers nothing. */
export function policyChooser(slots: Slots, clock: Clock, counts: Chosen): EngagementChooser {
  function of(live: LiveCampaign): RunningPolicy | null {
    const slot = slots.get(live.id);
    return slot?.of.live.period === live.period ? slot.running : null;
  }

  function choose(live: LiveCampaign, question: ChooserQuestion): ChosenAction | null {
    const running = of(live);
    const chosen = running?.choose(question) ?? null;
    if (running !== null && chosen !== null)
      shareEarnings(runningIn(slots), running, question, chosen);
    const waits = chosen === null ? !question.isRule : chosen.waits;
    if (!question.isGhost) counts[waits ? 'waits' : kindOf(chosen?.action ?? 'now')]++;
    return chosen;
  }

  return {
    about(live, skill) {
      const running = of(live);
      const guarded = running?.isGuarded(skill, clock.now()) ?? false;
      return { value: running?.value ?? 0, guarded };
    },
    choose,
  };
}

export function* runningIn(slots: Slots): Generator<RunningPolicy> {
  for (const { running } of slots.values()) if (running !== null) yield running;
}

function kindOf(action: ChosenAction['action']): 'none' | 'now' | 'after' {
  return action === 'none' || action === 'now' ? action : 'after';
}
