// This visit: its timeline, and why each campaign does or does not fire at this instant.
import type { VisitorDetail, VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import { WhyScore } from '../../intent/score.tsx';
import { format, t } from '../../ui/index.ts';
import { Timeline } from './timeline.tsx';
import { WhyCampaign } from './why-campaign.tsx';

export function VisitTab({ detail, row }: { detail: VisitorDetail; row: VisitorRow | null }) {
  return (
    <>
      <Timeline entries={detail.timeline} pageSince={row?.online === true ? row.pageSince : null} />
      {row?.intent != null && <WhyScore intent={row.intent} />}
      <h3>
        {t('visit.why.title')}
        <span className="t3">{t('visit.why.at', { time: format.clockSeconds(detail.at) })}</span>
      </h3>
      {detail.why.length === 0 && <p className="t2">{t('visit.why.none')}</p>}
      {detail.why.map((each) => (
        <WhyCampaign key={each.campaign} explanation={each} />
      ))}
    </>
  );
}
