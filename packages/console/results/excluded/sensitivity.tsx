// Bursts of visitors in a period, the visitors whom managers excluded, and the results without
// them. The second set of figures is called a sensitivity analysis. The results above do not
// change.
import { useState } from 'react';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { Sensitivity, type Burst } from '@opportune/protocol/rest/report/sensitivity.ts';
import {
  format,
  Button,
  Strip,
  useApiQuery,
  type Column,
  t,
  column,
  figureColumn,
  ScrollTable,
} from '../../ui/index.ts';
import { within } from '../../words/language.ts';
import { About } from '../definitions.tsx';
import { ExcludeDialog } from './exclude-dialog.tsx';
import { Exclusions } from './exclusions.tsx';
import { FiguresBeside } from './figures-beside.tsx';
import { armWords, listed } from '../words.ts';

interface Props {
  readonly id: string;
  readonly results: CampaignResults;
}

function useSensitivity({ id, results }: Props): Sensitivity | undefined {
  return useApiQuery(`/campaigns/${id}/sensitivity`, Sensitivity, {
    query: { period: results.period },
    refetchMs: 60_000,
    keep: true,
  }).data;
}

/**
 * Above the figures: how many visitors of each arm came in bursts, and their share of the
 * conversions.
 */
export function BurstStrip(props: Props) {
  const data = useSensitivity(props);
  if (data === undefined || data.marked.length === 0) return null;
  const { results } = props;
  const arms = data.marked.map(({ arm, visitors }) =>
    t('results.bursts.arm', { n: visitors, arm: within(armWords(arm, results)) }),
  );
  const n = sum(data.marked, ({ visitors }) => visitors);
  const theirs = sum(data.marked, ({ converted }) => converted);
  return (
    <Strip tone="warn" icon="alert">
      {t('results.bursts.strip', { n, arms: listed(arms) })} {partWords(theirs, results)}
    </Strip>
  );
}

/** The share of all conversions that came from these visitors. */
function partWords(n: number, { arms }: CampaignResults): string {
  const whole = arms.filter(({ variant }) => variant === null);
  const all = sum(whole, ({ soFar }) => soFar.converted);
  if (all === 0) return t('results.bursts.strip.none');
  return t('results.bursts.strip.part', { part: format.percent(n / all), n });
}

export function SensitivityView(props: Props) {
  const data = useSensitivity(props);
  const [isOpen, setIsOpen] = useState(false);
  if (data === undefined) return null;
  const { bursts, burstCount, exclusions, marked, without } = data;
  const { id, results } = props;
  return (
    <section className="results-wide">
      <div className="results-h">
        <h2>{t('results.bursts.title')}</h2>
        <About figure="bursts" />
        <span className="grow" />
        <Button onClick={() => setIsOpen(true)}>{t('results.exclude.open')}</Button>
      </div>
      {bursts.length === 0 ? (
        <p className="small t3">{t('results.bursts.none')}</p>
      ) : (
        <ScrollTable
          caption={t('results.bursts.title')}
          className="num flat-table beside-table"
          columns={columns()}
          rows={bursts}
          rowKey={({ from, until, visitors }) => `${from} ${until} ${visitors}`}
        />
      )}
      {burstCount > bursts.length && (
        <p className="small t3">{t('results.bursts.more', { n: burstCount - bursts.length })}</p>
      )}
      <Exclusions id={id} exclusions={exclusions} />
      {without !== null && <FiguresBeside results={results} without={without} />}
      {isOpen && (
        <ExcludeDialog
          id={id}
          period={results.period}
          hasBursts={marked.length > 0}
          onClose={() => setIsOpen(false)}
        />
      )}
    </section>
  );
}

function columns(): readonly Column<Burst>[] {
  return [
    column('results.bursts.when', ({ from, until }) =>
      t('results.bursts.span', { from: format.dateTime(from), until: format.dateTime(until) }),
    ),
    column('results.bursts.from', ({ kind, client }) => (
      <>
        {t(`results.bursts.kind.${kind}`)}
        <span className="small t3 variant-part">{client}</span>
      </>
    )),
    figureColumn('results.bursts.visitors', 92, ({ visitors }) => format.number(visitors)),
    figureColumn('results.bursts.converted', 104, ({ converted }) => format.number(converted)),
    figureColumn('results.bursts.value', 116, ({ value }) => format.sum(value)),
  ];
}

function sum<T>(items: readonly T[], pick: (item: T) => number): number {
  return items.reduce((total, item) => total + pick(item), 0);
}
