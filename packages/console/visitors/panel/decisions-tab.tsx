// The decisions about this visitor, newest first. Each opens to show what was recorded and whether
// a replay from the stored log agrees.
import { useState } from 'react';
import { policyThought } from '@opportune/core/decision/view/policy-thought.ts';
import type { Decision } from '@opportune/protocol/campaign/decision.ts';
import { DecisionExplanation, type VisitorDetail } from '@opportune/protocol/rest/visitor.ts';
import { format, ArmMark, Empty, Icon, NotYet, useApiQuery, t } from '../../ui/index.ts';
import { ReasonPart } from './why-campaign.tsx';

type Props = Pick<VisitorDetail, 'decisions' | 'campaigns'>;

export function DecisionsTab({ decisions, campaigns }: Props) {
  const [open, setOpen] = useState<string | null>(null);
  if (decisions.length === 0) return <NoDecisions />;
  return (
    <>
      {decisions.map((decision) => (
        <DecisionCard
          key={decision.id}
          decision={decision}
          name={campaigns[decision.campaign] ?? decision.campaign}
          open={decision.id === open}
          onToggle={() => setOpen(decision.id === open ? null : decision.id)}
        />
      ))}
    </>
  );
}

function NoDecisions() {
  return <Empty title={t('visit.decisions.empty.title')} text={t('visit.decisions.empty.text')} />;
}

interface DecisionCardProps {
  readonly decision: Decision;
  readonly name: string;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function aboutWords({ at, offer, period }: Decision): string {
  return [
    format.dateTime(at),
    t(`visit.decision.offer.${offer}`),
    t('visit.decision.period', { n: period }),
  ].join(' · ');
}

function DecisionCard({ decision, name, open, onToggle }: DecisionCardProps) {
  return (
    <section className="decision">
      <button type="button" aria-expanded={open} onClick={onToggle}>
        <b className="medium clip">{name}</b>
        <ArmMark arm={decision.arm.type} optimises={decision.policy !== undefined} />
        <Icon name={open ? 'up' : 'down'} size={14} className="t3" />
        <small>{aboutWords(decision)}</small>
      </button>
      {open && (
        <div className="why-inside">
          <Explained decision={decision} />
        </div>
      )}
    </section>
  );
}

function Explained({ decision }: { decision: Decision }) {
  const { data, error, refetch } = useApiQuery(
    `/decisions/${encodeURIComponent(decision.id)}/explain`,
    DecisionExplanation,
  );
  if (data === undefined) return <NotYet error={error} rows={3} columns={2} onRetry={refetch} />;
  const differs = data.whole ? 'disagrees' : 'unreplayable';
  const verdict = data.agrees ? 'agrees' : differs;
  const versions = t('visit.decision.versions', {
    configuration: String(decision.configurationVersion),
    availability: String(decision.availabilityVersion),
  });
  return (
    <>
      <p className={verdict === 'agrees' ? 'verdict ok' : 'verdict bad'}>
        <Icon name={verdict === 'agrees' ? 'check' : 'alert'} size={14} />
        {t(`visit.decision.${verdict}`)}
      </p>
      <ReasonPart
        label={t('visit.why.audience')}
        reason={decision.reasons.audience}
        decides={false}
      />
      <ReasonPart label={t('visit.why.moment')} reason={decision.reasons.moment} decides={false} />
      {decision.arm.type === 'control' && <p className="small t3">{t('visit.decision.control')}</p>}
      {data.instead !== undefined && (
        <p className="small">{t(`visit.decision.instead.${data.instead}`)}</p>
      )}
      {policyThought(decision).map(({ key, values }) => (
        <p key={key} className="small">
          {t(`visit.policy.${key}`, {
            gain: format.percent(values.gain, 2),
            value: format.money(values.value),
            price: format.money(values.price),
            minutes: format.number(values.minutes, 1),
            probability: format.percent(values.probability, 1),
            seconds: format.number(values.seconds),
          })}
        </p>
      ))}
      <p className="small t3">
        {t('visit.decision.propensity', { share: format.percent(decision.propensity, 0) })},{' '}
        {versions}
      </p>
    </>
  );
}
