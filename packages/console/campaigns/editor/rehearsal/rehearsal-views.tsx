// When in the visit, where, and on which day visits would have been eligible: a chart each, and the
// table behind it one click away.
import { useState, type ReactNode } from 'react';
import type { RehearsalAnswer } from '@opportune/protocol/rest/campaign/rehearsal.ts';
import { dayWords } from '../../../results/period/by-day.tsx';
import { IconButton, Segmented, Table, useFormat, t } from '../../../ui/index.ts';
import { BarList, Columns } from './rehearsal-charts.tsx';

type View = 'when' | 'where' | 'days';
const views: readonly View[] = ['when', 'where', 'days'];

export function RehearsalViews({ answer }: { answer: RehearsalAnswer }) {
  const [view, setView] = useState<View>('when');
  const [asTable, setAsTable] = useState(false);
  return (
    <div className="rehearsal-views">
      <div className="row">
        <Segmented
          label={t('campaigns.rehearsal.view')}
          value={view}
          onChange={setView}
          choices={views.map((value) => ({ value, label: t(`campaigns.rehearsal.${value}`) }))}
        />
        <span className="grow" />
        <IconButton
          icon={asTable ? 'results' : 'table'}
          label={t(asTable ? 'campaigns.rehearsal.chart' : 'campaigns.rehearsal.table')}
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        />
      </div>
      {view === 'when' ? (
        <When answer={answer} asTable={asTable} />
      ) : view === 'where' ? (
        <Where answer={answer} asTable={asTable} />
      ) : (
        <Days answer={answer} asTable={asTable} />
      )}
    </div>
  );
}

interface ViewProps {
  readonly answer: RehearsalAnswer;
  readonly asTable: boolean;
}

function When({ answer: { when, eligibleVisits }, asTable }: ViewProps) {
  const format = useFormat();
  const { minutes } = when;
  const share = (visits: number): string => format.percent(visits / Math.max(1, eligibleVisits), 0);
  const last = minutes.length - 1;
  const range = (minute: number): string =>
    minute === last
      ? t('campaigns.rehearsal.minute.later', { from: minute })
      : t('campaigns.rehearsal.minute.range', { from: minute, until: minute + 1 });
  if (asTable)
    return (
      <Scrolled label={t('campaigns.rehearsal.when.title')}>
        <Table
          caption={t('campaigns.rehearsal.when.title')}
          className="num plan-table"
          rows={[...minutes.keys()]}
          rowKey={String}
          columns={[
            { key: 'minute', head: t('campaigns.rehearsal.when.minute'), cell: range },
            {
              key: 'visits',
              head: t('campaigns.rehearsal.column.eligible'),
              align: 'right',
              cell: (minute) => format.number(minutes[minute] ?? 0),
            },
            {
              key: 'share',
              head: t('campaigns.rehearsal.column.share'),
              align: 'right',
              cell: (minute) => share(minutes[minute] ?? 0),
            },
          ]}
        />
      </Scrolled>
    );
  const most = minutes.indexOf(Math.max(...minutes));
  return (
    <Columns
      values={minutes}
      top={share(minutes[most] ?? 0)}
      name={(minute) => `${range(minute)}: ${share(minutes[minute] ?? 0)}`}
      tick={(minute) => (minute === last ? `${minute}+` : minute % 5 === 0 ? String(minute) : '')}
      axis={t('campaigns.rehearsal.when.axis')}
      label={t('campaigns.rehearsal.when.label', {
        share: share(minutes[most] ?? 0),
        minute: range(most),
      })}
    />
  );
}

function Where({ answer: { sections, pages, eligibleVisits }, asTable }: ViewProps) {
  const format = useFormat();
  const share = (visits: number): number => visits / Math.max(1, eligibleVisits);
  if (!asTable)
    return (
      <>
        {sections.length > 0 && (
          <BarList
            title={t('campaigns.rehearsal.where.sections')}
            rows={sections.slice(0, 4).map(({ name, visits }) => [name, share(visits)])}
          />
        )}
        <BarList
          title={t('campaigns.rehearsal.where.pages')}
          rows={pages.slice(0, 5).map(({ name, visits }) => [name, share(visits)])}
        />
      </>
    );
  return (
    <Scrolled label={t('campaigns.rehearsal.where.title')}>
      <Table
        caption={t('campaigns.rehearsal.where.title')}
        className="num plan-table"
        rows={[
          ...sections.map((each) => ({ ...each, kind: 'section' })),
          ...pages.map((each) => ({ ...each, kind: 'page' })),
        ]}
        rowKey={({ kind, name }) => `${kind} ${name}`}
        columns={[
          {
            key: 'name',
            head: t('campaigns.rehearsal.where.name'),
            cell: ({ name }) => <span className="rehearsal-name">{name}</span>,
          },
          {
            key: 'visits',
            head: t('campaigns.rehearsal.column.visits'),
            align: 'right',
            width: 72,
            cell: ({ visits }) => format.number(visits),
          },
          {
            key: 'share',
            head: t('campaigns.rehearsal.column.share'),
            align: 'right',
            width: 64,
            cell: ({ visits }) => format.percent(share(visits), 0),
          },
        ]}
      />
    </Scrolled>
  );
}

function Days({ answer: { days }, asTable }: ViewProps) {
  const format = useFormat();
  const values = days.map(({ eligibleVisitors }) => eligibleVisitors);
  const most = Math.max(...values);
  const words = (at: number): string => dayWords(days[at]?.day ?? '');
  if (!asTable)
    return (
      <Columns
        values={values}
        top={format.number(most)}
        name={(at) => `${words(at)}: ${format.number(values[at] ?? 0)}`}
        tick={(at) => (at === 0 || at === days.length - 1 ? words(at) : '')}
        label={t('campaigns.rehearsal.days.label', {
          from: words(0),
          until: words(days.length - 1),
          most,
        })}
      />
    );
  return (
    <Scrolled label={t('campaigns.rehearsal.days.title')}>
      <Table
        caption={t('campaigns.rehearsal.days.title')}
        className="num plan-table"
        rows={days.toReversed()}
        rowKey={({ day }) => day}
        columns={[
          { key: 'day', head: t('campaigns.rehearsal.days.day'), cell: ({ day }) => dayWords(day) },
          {
            key: 'visits',
            head: t('campaigns.rehearsal.column.visits'),
            align: 'right',
            cell: ({ visits }) => format.number(visits),
          },
          {
            key: 'eligible',
            head: t('campaigns.rehearsal.column.eligible'),
            align: 'right',
            cell: ({ eligibleVisits }) => format.number(eligibleVisits),
          },
          {
            key: 'visitors',
            head: t('campaigns.rehearsal.column.visitors'),
            align: 'right',
            cell: ({ eligibleVisitors }) => format.number(eligibleVisitors),
          },
        ]}
      />
    </Scrolled>
  );
}

function Scrolled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="rehearsal-table" tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}
