// How many of control an agent spoke to by hand, where there are any: control is then no longer
// untouched, and the gain is rather too small.
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { Icon } from '../../ui/index.ts';
import { b } from '../../visitors/by-hand-words.ts';
import { About } from '../definitions.tsx';

export function ByHand({ results: { byHand: n } }: { results: CampaignResults }) {
  if (n === 0) return null;
  return (
    <p className="row small by-hand">
      <span className="warn">
        <Icon name="alert" />
      </span>
      <span>
        <span className="strong">{b('results.line', { n })}</span>{' '}
        <span className="t2">{b('results.why')}</span>
      </span>
      <About figure="by hand" />
    </p>
  );
}
