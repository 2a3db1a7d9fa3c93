// When in a visit, where, and on which day visits would have been eligible: one chart each, with
// its table one click away.
import { useState, type ReactNode } from 'react';
import type { RehearsalAnswer } from '@opportune/protocol/rest/campaign/rehearsal.ts';
import { dayWords } from '../../../results/period/by-day.tsx';
import {
  format,
  column,
  figureColumn,
  IconButton,
  Segmented,
  t,
  Table,
  type Column,
  type TableProps,
  choicesOf,
} from '../../../ui/index.ts';
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
          choices={choicesOf(views, (value) => t(`campaigns.rehearsal.${value}`))}
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
  const { minutes } = when;
  const share = (minute: number): string =>
    format.percent((minutes[minute] ?? 0) / Math.max(1, eligibleVisits), 0);
  const last = minutes.length - 1;
  const range = (minute: number): string =>
    minute === last
      ? t('campaigns.rehearsal.minute.later', { from: minute })
      : t('campaigns.rehearsal.minute.range', { from: minute, until: minute + 1 });
  const visits = (minute: number): string => format.number(minutes[minute] ?? 0);
  if (asTable)
    return (
      <ViewTable
        caption={t('campaigns.rehearsal.when.title')}
        rows={[...minutes.keys()]}
        rowKey={String}
        columns={[
          column('campaigns.rehearsal.when.minute', range),
          figureColumn('campaigns.rehearsal.column.eligible', visits),
          figureColumn('campaigns.rehearsal.column.share', share),
        ]}
      />
    );
  const most = minutes.indexOf(Math.max(...minutes));
  return (
    <Columns
      values={minutes}
      top={share(most)}
      name={(minute) => `${range(minute)}: ${share(minute)}`}
      tick={(minute) => (minute === last ? `${minute}+` : minute % 5 === 0 ? String(minute) : '')}
      axis={t('campaigns.rehearsal.when.axis')}
      label={t('campaigns.rehearsal.when.label', { share: share(most), minute: range(most) })}
    />
  );
}

function Where({ answer: { sections, pages, eligibleVisits }, asTable }: ViewProps) {
  const share = ({ visits }: Place): number => visits / Math.max(1, eligibleVisits);
  if (asTable) return <PlaceTable sections={sections} pages={pages} share={share} />;
  const bars = (places: readonly Place[]) =>
    places.map((each) => [each.name, share(each)] as const);
  return (
    <>
      {sections.length > 0 && (
        <BarList
          title={t('campaigns.rehearsal.where.sections')}
          rows={bars(sections.slice(0, 4))}
        />
      )}
      <BarList title={t('campaigns.rehearsal.where.pages')} rows={bars(pages.slice(0, 5))} />
    </>
  );
}

type Place = RehearsalAnswer['pages'][number];

interface PlaceTableProps {
  readonly sections: readonly Place[];
  readonly pages: readonly Place[];
  readonly share: (place: Place) => number;
}

function PlaceTable({ sections, pages, share }: PlaceTableProps) {
  return (
    <ViewTable<Place & { kind: string }>
      caption={t('campaigns.rehearsal.where.title')}
      rows={[...ofKind('section', sections), ...ofKind('page', pages)]}
      rowKey={({ kind, name }) => `${kind} ${name}`}
      columns={[
        column('campaigns.rehearsal.where.name', ({ name }) => (
          <span className="rehearsal-name">{name}</span>
        )),
        visitsColumn(({ visits }) => format.number(visits), 72),
        figureColumn('campaigns.rehearsal.column.share', 64, (place) =>
          format.percent(share(place), 0),
        ),
      ]}
    />
  );
}

function ofKind(kind: string, places: readonly Place[]) {
  return places.map((each) => ({ ...each, kind }));
}

type Day = RehearsalAnswer['days'][number];

function Days({ answer: { days }, asTable }: ViewProps) {
  if (asTable) return <DayTable days={days} />;
  const values = days.map(({ eligibleVisitors }) => eligibleVisitors);
  const most = Math.max(...values);
  const last = days.length - 1;
  const words = (at: number): string => dayWords(days[at]?.day ?? '');
  return (
    <Columns
      values={values}
      top={format.number(most)}
      name={(at) => `${words(at)}: ${format.number(values[at] ?? 0)}`}
      tick={(at) => (at === 0 || at === last ? words(at) : '')}
      label={t('campaigns.rehearsal.days.label', { from: words(0), until: words(last), most })}
    />
  );
}

function DayTable({ days }: { days: readonly Day[] }) {
  return (
    <ViewTable<Day>
      caption={t('campaigns.rehearsal.days.title')}
      rows={days.toReversed()}
      rowKey={({ day }) => day}
      columns={[
        column('campaigns.rehearsal.days.day', ({ day }) => dayWords(day)),
        visitsColumn(({ visits }) => format.number(visits)),
        figureColumn('campaigns.rehearsal.column.eligible', (day) =>
          format.number(day.eligibleVisits),
        ),
        figureColumn('campaigns.rehearsal.column.visitors', (day) =>
          format.number(day.eligibleVisitors),
        ),
      ]}
    />
  );
}

function visitsColumn<Row>(cell: (row: Row) => ReactNode, width?: number): Column<Row> {
  return figureColumn('campaigns.rehearsal.column.visits', width, cell);
}

function ViewTable<Row>(props: TableProps<Row>) {
  return (
    <div className="rehearsal-table" tabIndex={0} role="region" aria-label={props.caption}>
      <Table className="num plan-table" {...props} />
    </div>
  );
}
