// Advises whether the campaign has enough visitors to optimise. With few visitors the effect of what
// it learns cannot be shown.
import { format, Icon, t } from '../../../ui/index.ts';
import { rough, usePlan } from '../plan.tsx';
import type { Mode } from './optimise-edit.ts';

/** A comparison that takes longer than this is no reason to begin. */
const mostDays = 90;
const gainPercent = 10;

interface OptimiseAdviceProps {
  readonly id: string;
  readonly revision: number;
  readonly mode: Mode;
}

export function OptimiseAdvice({ id, revision, mode }: OptimiseAdviceProps) {
  const { data } = usePlan(id, revision, gainPercent);
  const against = data?.comparisons.find(({ between }) => between === 'optimise-control');
  if (data === undefined || against === undefined) return null;
  // Withheld for another reason than too few visitors. The plan says which.
  if (data.withheld !== null && against.visitors === null && data.withheld !== 'too-many')
    return null;
  if (data.basis === 'assumed')
    return mode === 'always' ? null : (
      <p className="reach">{t('campaigns.optimise.advice.unknown')}</p>
    );
  const enough = against.days !== null && against.days <= mostDays;
  const values = {
    perDay: rough(data.eligiblePerDay),
    days: against.days === null ? '' : format.number(rough(against.days)),
  };
  if (mode === 'always')
    return enough ? (
      <p className="reach num">{t('campaigns.optimise.advice.enough', values)}</p>
    ) : null;
  if (enough) return <p className="reach num">{t('campaigns.optimise.advice.good', values)}</p>;
  return (
    <p className="reach num mode-warn" role="status">
      <Icon name="alert" size={14} />
      {t(
        against.days === null ? 'campaigns.optimise.advice.never' : 'campaigns.optimise.advice.few',
        values,
      )}
    </p>
  );
}
