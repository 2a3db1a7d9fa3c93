// The reports that the signed-in manager gets by e-mail: when, what, and how the last one went.
// They can be created, changed and ended. A manager sees only their own.
import { useState } from 'react';
import { Empty as Nothing } from '@opportune/protocol/rest/common.ts';
import {
  historyLimits,
  type ScheduledReport,
  ScheduledReports,
} from '@opportune/protocol/rest/team/history.ts';
import { api } from '../../api/client.ts';
import {
  actsColumn,
  format,
  Button,
  column,
  Empty,
  MenuItem,
  MoreMenu,
  NotYet,
  say,
  sayError,
  ScrollTable,
  Strip,
  t,
  useApiMutation,
  useApiQuery,
  type Column,
} from '../../ui/index.ts';
import { ReportDialog, weekdayWords } from './report-dialog.tsx';

export function ReportsTab() {
  const { data, error, refetch } = useApiQuery('/my-reports', ScheduledReports);
  const [open, setOpen] = useState<ScheduledReport | 'new' | null>(null);
  if (data === undefined) return <NotYet error={error} rows={3} columns={3} onRetry={refetch} />;
  const { reports, mail } = data;
  const make = (
    <Button
      variant="primary"
      icon="plus"
      disabled={reports.length >= historyLimits.reportsOfUser}
      onClick={() => setOpen('new')}
    >
      {t('history.reports.new')}
    </Button>
  );
  return (
    <div className="reports-page">
      {!mail && (
        <Strip tone="warn" icon="alert">
          {t('history.reports.noMail')}
        </Strip>
      )}
      {reports.length === 0 ? (
        <Empty title={t('history.reports.none.title')} text={t('history.reports.none.text')}>
          {make}
        </Empty>
      ) : (
        <>
          <div className="bar team-bar">
            <p className="t2 reports-text">{t('history.reports.text')}</p>
            <span className="grow" />
            {make}
          </div>
          <ReportList reports={reports} onChange={setOpen} />
        </>
      )}
      {open !== null && (
        <ReportDialog report={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      )}
    </div>
  );
}

interface ReportListProps {
  readonly reports: readonly ScheduledReport[];
  readonly onChange: (report: ScheduledReport) => void;
}

function ReportList({ reports, onChange }: ReportListProps) {
  const { mutate } = useApiMutation(
    ({ id }: ScheduledReport) => api.delete(`/my-reports/${encodeURIComponent(id)}`, Nothing),
    { invalidates: ['/my-reports'], onDone: () => say(t('history.reports.removed')) },
  );
  const end = (report: ScheduledReport): void => mutate(report, { onError: sayError });
  return (
    <ScrollTable
      caption={t('history.tab.reports')}
      className="num phone-list acts-last"
      rows={reports}
      rowKey={({ id }) => id}
      columns={[
        ...columns(),
        actsColumn('history.table.acts', (report: ScheduledReport) => (
          <ReportActs
            name={whenWords(report)}
            onChange={() => onChange(report)}
            onRemove={() => end(report)}
          />
        )),
      ]}
    />
  );
}

function columns(): readonly Column<ScheduledReport>[] {
  const last = ({ last: how, sentAt }: ScheduledReport): string =>
    t(`history.reports.last.${how}`, { at: sentAt === null ? '' : format.dateTime(sentAt) });
  const next = ({ dueAt }: ScheduledReport): string => format.dateTime(dueAt);
  return [
    column('history.reports.every', (report) => (
      <>
        {whenWords(report)}
        <span className="phone-line">
          {`${figureWords(report)} · ${went(report) ? next(report) : last(report)}`}
        </span>
      </>
    )),
    column('history.reports.figures', (report) => (
      <span title={report.figures.map((id) => t(`history.figure.${id}`)).join(', ')}>
        {figureWords(report)}
      </span>
    )),
    column('history.reports.next', next),
    column('history.reports.last', last),
  ];
}

interface ReportActsProps {
  readonly name: string;
  readonly onChange: () => void;
  readonly onRemove: () => void;
}

/** Buttons, or a menu if there is no room for them. */
function ReportActs({ name, onChange, onRemove }: ReportActsProps) {
  return (
    <>
      <span className="row row-acts report-acts">
        <Button onClick={onChange}>{t('history.reports.change')}</Button>
        <Button onClick={onRemove}>{t('history.reports.remove')}</Button>
      </span>
      <span className="report-menu">
        <MoreMenu label={name}>
          <MenuItem onClick={onChange}>{t('history.reports.change')}</MenuItem>
          <MenuItem onClick={onRemove}>{t('history.reports.remove')}</MenuItem>
        </MoreMenu>
      </span>
    </>
  );
}

/**
 * Whether nothing is wrong. A problem with the last report takes precedence where only one fact
 * fits.
 */
function went({ last }: ScheduledReport): boolean {
  return last === 'none' || last === 'sent';
}

function figureWords({ figures }: ScheduledReport): string {
  return figures.length < 4
    ? figures.map((id) => t(`history.figure.${id}`)).join(', ')
    : t('history.reports.count', { n: figures.length });
}

function whenWords({ every, weekday, hour }: ScheduledReport): string {
  const at = `${String(hour).padStart(2, '0')}:00`;
  if (every === 'day') return t('history.reports.when.day', { hour: at });
  return t('history.reports.when.week', { weekday: weekdayWords(weekday), hour: at });
}
