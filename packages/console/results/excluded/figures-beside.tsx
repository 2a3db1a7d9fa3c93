// The results beside the same figures without the excluded visitors. The second set is marked as a
// sensitivity analysis.
import type { CampaignResults, Effect } from '@opportune/protocol/rest/report/report.ts';
import type { Sensitivity } from '@opportune/protocol/rest/report/sensitivity.ts';
import {
  figureColumn,
  Tag,
  useNarrow,
  type Column,
  t,
  column,
  ScrollTable,
} from '../../ui/index.ts';
import { within } from '../../words/language.ts';
import { About } from '../definitions.tsx';
import { EffectCell } from '../effect/effect-cell.tsx';
import { armWords, listed, signed, signedMoney, signedShare } from '../words.ts';

type Without = NonNullable<Sensitivity['without']>;

interface Row {
  readonly name: string;
  readonly write: (value: number) => string;
  readonly all: Effect;
  readonly left: Effect;
}

interface FiguresBesideProps {
  readonly results: CampaignResults;
  readonly without: Without;
}

export function FiguresBeside({ results, without }: FiguresBesideProps) {
  const arms = listed(leftOut(results, without));
  return (
    <>
      <div className="results-h excluded-title">
        <h3>{t('results.beside.title')}</h3>
        <Tag>{t('results.beside.mark')}</Tag>
        <About figure="sensitivity analysis" />
      </div>
      <p className="small t3">{t('results.beside.note', { arms })}</p>
      <ScrollTable
        caption={t('results.beside.title')}
        className="num flat-table figures-beside"
        columns={columnsOf(useNarrow())}
        rows={rowsOf(results, without)}
        rowKey={({ name }) => name}
      />
    </>
  );
}

/** How many visitors are excluded in each arm. */
function leftOut(results: CampaignResults, { excluded }: Without): readonly string[] {
  return excluded.map(({ arm, visitors }) =>
    t('results.beside.left', { n: visitors, arm: within(armWords(arm, results)) }),
  );
}

type Figure = 'incrementalConversions' | 'gain' | 'incrementalValue';

function rowsOf(results: CampaignResults, without: Without): readonly Row[] {
  const row = (figure: Figure, name: string, write: Row['write']): Row => ({
    ...{ name, write },
    all: results[figure],
    left: without[figure],
  });
  const conversions = row('incrementalConversions', t('results.head.conversions'), signed);
  const gain = row('gain', t('results.beside.gain'), signedShare);
  const value = row('incrementalValue', t('results.head.value'), signedMoney);
  return results.hasValue ? [conversions, gain, value] : [conversions, gain];
}

/** Narrower on a phone, so that both figures fit beside each other. */
const columnsOf = (isNarrow: boolean): readonly Column<Row>[] => [
  column('results.beside.figure', ({ name }) => name),
  figureColumn('results.beside.all', isNarrow ? 122 : 240, ({ all, write }) => (
    <Shown effect={all} write={write} />
  )),
  figureColumn('results.beside.without', isNarrow ? 122 : 240, ({ left, write }) => (
    <Shown effect={left} write={write} />
  )),
];

/** The effect with its interval, or the reason why it is withheld. */
function Shown({ effect, write }: { effect: Effect; write: (value: number) => string }) {
  if (effect.type === 'withheld')
    return <span className="small t3">{t(`results.withheld.${effect.reason}`)}</span>;
  return <EffectCell effect={effect} write={write} />;
}
