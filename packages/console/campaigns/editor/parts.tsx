// The parts of a campaign, one after another.
import type { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { t } from '../../ui/index.ts';
import { CapsPart } from './caps-part.tsx';
import { ConditionPart } from './condition/condition-part.tsx';
import { ControlPart } from './control-part.tsx';
import { EngagementPart } from './engagement/engagement-part.tsx';
import { GoalPart } from './goal-part.tsx';
import type { Draft } from './draft/draft.ts';
import { LanguagesPart } from './languages/languages-part.tsx';
import { OptimisePart } from './optimise/optimise-part.tsx';
import { PlacePart } from './place-part.tsx';
import { SchedulePart } from './schedule-part.tsx';
import { usePlan } from './plan.tsx';

interface PartsProps {
  readonly campaign: Campaign;
  readonly variant: number;
  readonly onVariant: (at: number) => void;
  readonly draft: Draft;
  readonly language: string | null;
  readonly onLanguage: (language: string | null) => void;
}

export function Parts({ campaign, variant, onVariant, ...languages }: PartsProps) {
  return (
    <>
      <GoalPart />
      <ConditionPart name="audience" />
      <ConditionPart name="moment">
        <Reach campaign={campaign} />
      </ConditionPart>
      <EngagementPart at={variant} onAt={onVariant} />
      <LanguagesPart {...languages} at={variant} onAt={onVariant} />
      <OptimisePart id={campaign.id} revision={campaign.revision} />
      <ControlPart />
      <CapsPart />
      <SchedulePart />
      <PlacePart />
    </>
  );
}

function Reach({ campaign }: { campaign: Campaign }) {
  const { data } = usePlan(campaign.id, campaign.revision, 10);
  if (data === undefined || data.basis === 'assumed') return null;
  const from = data.basis === 'measured' ? 'campaigns.reach.from' : 'campaigns.reach.rehearsed';
  return (
    <p className="reach num">
      <b>{t('campaigns.reach.measured', { n: Math.round(data.eligiblePerDay) })}</b>,{' '}
      {t(from, { n: data.days })}
    </p>
  );
}
