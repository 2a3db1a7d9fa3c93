// How many visitors it takes until a gain would show, by control share, from measured or assumed
// figures. It covers the saved draft, not unsaved input.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Plan } from '@opportune/protocol/rest/campaign/campaign.ts';
import { api } from '../../api/client.ts';
import {
  format,
  column,
  explainError,
  figureColumn,
  t,
  Table,
  TextField,
  type Column,
} from '../../ui/index.ts';
import { shareWords } from '../words.ts';

export function usePlan(id: string, revision: number, gainPercent: number) {
  return useQuery({
    queryKey: [`/campaigns/${id}/plan`, { revision, gainPercent }],
    queryFn: () => api.post(`/campaigns/${id}/plan`, { gainPercent }, Plan),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

export function PlanCard({ id, revision }: { id: string; revision: number }) {
  const [gain, setGain] = useState('10');
  const wanted = Number(gain) > 0 && Number(gain) <= 500 ? Number(gain) : 10;
  const { data, error } = usePlan(id, revision, wanted);
  return (
    <section className="side-card" aria-label={t('campaigns.plan.title')}>
      <div className="row">
        <h2 className="section-title grow">{t('campaigns.plan.title')}</h2>
        {data !== undefined && <span className="small t3">{originWords(data)}</span>}
      </div>
      {data === undefined && error !== null && <p className="t2">{explainError(error).text}</p>}
      {data !== undefined && <Figures plan={data} />}
      <GainField gain={gain} onGain={setGain} />
    </section>
  );
}

function GainField({ gain, onGain }: { gain: string; onGain: (gain: string) => void }) {
  return (
    <TextField
      label={t('campaigns.plan.gain')}
      className="small plan-gain"
      type="number"
      min={1}
      max={500}
      step="any"
      value={gain}
      onChange={(event) => onGain(event.currentTarget.value)}
    />
  );
}

function Figures({ plan }: { plan: Plan }) {
  return (
    <>
      <p className="plan-big num">{bigWords(plan)}</p>
      {plan.rows.length > 0 && (
        <>
          <p className="t2 small">{basisWords(plan)}</p>
          <Rows plan={plan} />
          {plan.optimises && <Comparisons plan={plan} />}
        </>
      )}
    </>
  );
}

function originWords({ basis, days }: Plan): string {
  if (basis === 'measured') return t('campaigns.plan.measured', { n: days });
  return t(basis === 'rehearsed' ? 'campaigns.plan.rehearsed' : 'campaigns.plan.assumed');
}

function bigWords(plan: Plan): string {
  const row = plan.rows.find(({ asSet }) => asSet);
  const gain = format.percent(plan.gainPercent / 100, Number.isInteger(plan.gainPercent) ? 0 : 1);
  if (row === undefined)
    return t(`campaigns.plan.withheld.${plan.withheld ?? 'too-many'}`, { gain });
  const visitors = rough(row.visitors);
  return row.days === null
    ? t('campaigns.plan.big.noDays', { visitors, gain })
    : t('campaigns.plan.big', {
        visitors,
        gain,
        days: t('campaigns.plan.days', { n: rough(Math.ceil(row.days)) }),
      });
}

function basisWords(plan: Plan): string {
  const values = {
    perDay: rough(plan.eligiblePerDay),
    rate: format.percent(plan.baseRate, plan.baseRate < 0.1 ? 1 : 0),
  };
  if (plan.basis !== 'rehearsed') return t(`campaigns.plan.basis.${plan.basis}`, values);
  const { rateBasis } = plan;
  return t(
    rateBasis === 'measured'
      ? 'campaigns.plan.basis.rehearsed'
      : 'campaigns.plan.basis.rehearsed.noRate',
    values,
  );
}

/** Rounds to two significant digits. More would claim more than is known. */
export function rough(count: number): number {
  if (count < 100) return Math.round(count);
  const power = 10 ** (Math.floor(Math.log10(count)) - 1);
  return Math.round(count / power) * power;
}

function rowColumns(): readonly Column<Plan['rows'][number]>[] {
  const strong = (asSet: boolean): string => (asSet ? 'medium' : '');
  return [
    column('campaigns.plan.share', ({ control, asSet }) => (
      <span className={strong(asSet)}>
        {asSet ? t('campaigns.plan.asSet', { share: shareWords(control) }) : shareWords(control)}
      </span>
    )),
    figureColumn('campaigns.plan.visitors', ({ visitors, asSet }) => (
      <span className={strong(asSet)}>{format.number(rough(visitors))}</span>
    )),
    daysColumn(({ days, asSet }) => <span className={strong(asSet)}>{daysOf(days)}</span>),
  ];
}

function comparisonColumns(): readonly Column<Plan['comparisons'][number]>[] {
  return [
    column('campaigns.plan.comparison', ({ between }) => t(`campaigns.plan.${between}`)),
    figureColumn('campaigns.plan.visitors', ({ visitors }) =>
      visitors === null ? t('console.dash') : format.number(rough(visitors)),
    ),
    daysColumn(({ days }) => daysOf(days)),
  ];
}

function daysColumn<Row>(cell: (row: Row) => ReactNode): Column<Row> {
  return figureColumn('campaigns.plan.column.days', 72, cell);
}

function daysOf(days: number | null): string {
  return days === null ? t('console.dash') : format.number(rough(Math.ceil(days)));
}

function Rows({ plan }: { plan: Plan }) {
  return (
    <Table
      caption={t('campaigns.plan.title')}
      className="num plan-table"
      rows={plan.rows}
      rowKey={({ control }) => String(control)}
      columns={rowColumns()}
    />
  );
}

/** For an optimising campaign: how long until each pair of the three arms can be told apart. */
function Comparisons({ plan }: { plan: Plan }) {
  return (
    <>
      <p className="t2 small plan-between">{t('campaigns.plan.comparisons')}</p>
      <Table
        caption={t('campaigns.plan.comparisons')}
        className="num plan-table"
        rows={plan.comparisons}
        rowKey={({ between }) => between}
        columns={comparisonColumns()}
      />
      {plan.withheld === 'no-always' && (
        <p className="t2 small">{t('campaigns.plan.withheld.no-always')}</p>
      )}
    </>
  );
}
