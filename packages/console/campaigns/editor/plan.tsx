// How many visitors until a gain would show, by control share, from what was measured or assumed. It
// is of the saved draft: what is being typed is not in it yet.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Plan } from '@opportune/protocol/rest/campaign/campaign.ts';
import { api } from '../../api/client.ts';
import { explainError, Table, t, TextField, useFormat, type Format } from '../../ui/index.ts';
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
  const format = useFormat();
  const [gain, setGain] = useState('10');
  const wanted = Number(gain) > 0 && Number(gain) <= 500 ? Number(gain) : 10;
  const { data, error } = usePlan(id, revision, wanted);
  return (
    <section className="side-card" aria-label={t('campaigns.plan.title')}>
      <div className="row">
        <h2 className="section-title grow">{t('campaigns.plan.title')}</h2>
        {data !== undefined && <span className="small t3">{originWords(data)}</span>}
      </div>
      {data === undefined ? (
        error === null ? null : (
          <p className="t2">{explainError(error).text}</p>
        )
      ) : (
        <>
          <p className="plan-big num">{bigWords(data, format)}</p>
          {data.rows.length > 0 && (
            <>
              <p className="t2 small">{basisWords(data, format)}</p>
              <Rows plan={data} format={format} />
              {data.optimises && <Comparisons plan={data} format={format} />}
            </>
          )}
        </>
      )}
      <TextField
        label={t('campaigns.plan.gain')}
        className="small plan-gain"
        type="number"
        min={1}
        max={500}
        step="any"
        value={gain}
        onChange={(event) => setGain(event.currentTarget.value)}
      />
    </section>
  );
}

function originWords({ basis, days }: Plan): string {
  if (basis === 'measured') return t('campaigns.plan.measured', { n: days });
  return t(basis === 'rehearsed' ? 'campaigns.plan.rehearsed' : 'campaigns.plan.assumed');
}

function bigWords(plan: Plan, format: Format): string {
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

function basisWords(plan: Plan, format: Format): string {
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

/** Two digits that mean something; the rest would claim more than is known. */
export function rough(count: number): number {
  if (count < 100) return Math.round(count);
  const power = 10 ** (Math.floor(Math.log10(count)) - 1);
  return Math.round(count / power) * power;
}

function Rows({ plan, format }: { plan: Plan; format: Format }) {
  const strong = (asSet: boolean): string => (asSet ? 'medium' : '');
  return (
    <Table
      caption={t('campaigns.plan.title')}
      className="num plan-table"
      rows={plan.rows}
      rowKey={({ control }) => String(control)}
      columns={[
        {
          key: 'share',
          head: t('campaigns.plan.share'),
          cell: ({ control, asSet }) => (
            <span className={strong(asSet)}>
              {asSet
                ? t('campaigns.plan.asSet', { share: shareWords(control, format) })
                : shareWords(control, format)}
            </span>
          ),
        },
        {
          key: 'visitors',
          head: t('campaigns.plan.visitors'),
          align: 'right',
          cell: ({ visitors, asSet }) => (
            <span className={strong(asSet)}>{format.number(rough(visitors))}</span>
          ),
        },
        {
          key: 'days',
          head: t('campaigns.plan.column.days'),
          align: 'right',
          width: 72,
          cell: ({ days, asSet }) => (
            <span className={strong(asSet)}>
              {days === null ? t('console.dash') : format.number(rough(Math.ceil(days)))}
            </span>
          ),
        },
      ]}
    />
  );
}

/** Of a campaign that optimises: until each of the three arms is told from each other. */
function Comparisons({ plan, format }: { plan: Plan; format: Format }) {
  return (
    <>
      <p className="t2 small plan-between">{t('campaigns.plan.comparisons')}</p>
      <Table
        caption={t('campaigns.plan.comparisons')}
        className="num plan-table"
        rows={plan.comparisons}
        rowKey={({ between }) => between}
        columns={[
          {
            key: 'between',
            head: t('campaigns.plan.comparison'),
            cell: ({ between }) => t(`campaigns.plan.${between}`),
          },
          {
            key: 'visitors',
            head: t('campaigns.plan.visitors'),
            align: 'right',
            cell: ({ visitors }) =>
              visitors === null ? t('console.dash') : format.number(rough(visitors)),
          },
          {
            key: 'days',
            head: t('campaigns.plan.column.days'),
            align: 'right',
            width: 72,
            cell: ({ days }) =>
              days === null ? t('console.dash') : format.number(rough(Math.ceil(days))),
          },
        ]}
      />
      {plan.withheld === 'no-always' && (
        <p className="t2 small">{t('campaigns.plan.withheld.no-always')}</p>
      )}
    </>
  );
}
