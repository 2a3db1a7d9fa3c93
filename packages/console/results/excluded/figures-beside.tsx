// The results and, beside them, the same figures without those excluded: marked as what it is, a
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
  const left = without.excluded.map(({ arm, visitors }) =>
    t('results.beside.left', { n: visitors, arm: within(armWords(arm, results)) }),
  );
  return (
    <>
      <div className="results-h excluded-title">
        <h3>{t('results.beside.title')}</h3>
        <Tag>{t('results.beside.mark')}</Tag>
        <About figure="sensitivity analysis" />
      </div>
      <p className="small t3">{t('results.beside.note', { arms: listed(left) })}</p>
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

function rowsOf(results: CampaignResults, without: Without): readonly Row[] {
  const conversions: Row = {
    name: t('results.head.conversions'),
    write: signed,
    all: results.incrementalConversions,
    left: without.incrementalConversions,
  };
  const gain: Row = {
    name: t('results.beside.gain'),
    write: signedShare,
    all: results.gain,
    left: without.gain,
  };
  const value: Row = {
    name: t('results.head.value'),
    write: signedMoney,
    all: results.incrementalValue,
    left: without.incrementalValue,
  };
  return results.hasValue ? [conversions, gain, value] : [conversions, gain];
}

/** On a phone both figures stay in sight beside each other. */
const columnsOf = (isNarrow: boolean): readonly Column<Row>[] => [
  column('results.beside.figure', ({ name }) => name),
  figureColumn('results.beside.all', isNarrow ? 122 : 240, ({ all, write }) => (
    <Shown effect={all} write={write} />
  )),
  figureColumn('results.beside.without', isNarrow ? 122 : 240, ({ left, write }) => (
    <Shown effect={left} write={write} />
  )),
];

/** With why, where there is none. */
function Shown({ effect, write }: { effect: Effect; write: (value: number) => string }) {
  if (effect.type === 'withheld')
    return <span className="small t3">{t(`results.withheld.${effect.reason}`)}</span>;
  return <EffectCell effect={effect} write={write} />;
}
