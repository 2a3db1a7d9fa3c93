// How many visitors of control an agent wrote to by hand. Control is then no longer untouched, and
// the gain shown may be too small. It shows nothing if there are none.
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { Icon, t } from '../../ui/index.ts';
import { About } from '../definitions.tsx';

export function ByHand({ results: { byHand: n } }: { results: CampaignResults }) {
  if (n === 0) return null;
  return (
    <p className="row small by-hand">
      <span className="warn">
        <Icon name="alert" />
      </span>
      <span>
        <span className="strong">{t('byHand.results.line', { n })}</span>{' '}
        <span className="t2">{t('byHand.results.why')}</span>
      </span>
      <About figure="by hand" />
    </p>
  );
}
