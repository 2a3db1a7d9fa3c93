// The reports that are sent to whoever looks, by e-mail: when, what, how the last went; to be made,
// changed and ended. A manager has their own and nobody else's.
import { useState } from 'react';
import { Empty as Nothing } from '@opportune/protocol/rest/common.ts';
import {
  historyLimits,
  type ScheduledReport,
  ScheduledReports,
} from '@opportune/protocol/rest/team/history.ts';
import { api } from '../../api/client.ts';
import {
  Button,
  Empty,
  MenuItem,
  MoreMenu,
  NotYet,
  say,
  sayError,
  Strip,
  Table,
  useApiMutation,
  useApiQuery,
  useFormat,
  t,
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

function ReportList(props: {
  reports: readonly ScheduledReport[];
  onChange: (report: ScheduledReport) => void;
}) {
  const format = useFormat();
  const remove = useApiMutation(
    ({ id }: ScheduledReport) => api.delete(`/my-reports/${encodeURIComponent(id)}`, Nothing),
    { invalidates: ['/my-reports'], onDone: () => say(t('history.reports.removed')) },
  );
  const end = (report: ScheduledReport): void => remove.mutate(report, { onError: sayError });
  const lastWords = ({ last, sentAt }: ScheduledReport): string =>
    t(`history.reports.last.${last}`, { at: sentAt === null ? '' : format.dateTime(sentAt) });
  const nextWords = ({ dueAt }: ScheduledReport): string => format.dateTime(dueAt);
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t('history.tab.reports')}>
      <Table
        caption={t('history.tab.reports')}
        className="num phone-list acts-last"
        rows={props.reports}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'when',
            head: t('history.reports.every'),
            cell: (report) => (
              <>
                {whenWords(report)}
                <span className="phone-line">
                  {`${figureWords(report)} · ${went(report) ? nextWords(report) : lastWords(report)}`}
                </span>
              </>
            ),
          },
          {
            key: 'what',
            head: t('history.reports.figures'),
            cell: (report) => (
              <span title={report.figures.map((id) => t(`history.figure.${id}`)).join(', ')}>
                {figureWords(report)}
              </span>
            ),
          },
          { key: 'next', head: t('history.reports.next'), cell: nextWords },
          { key: 'last', head: t('history.reports.last'), cell: lastWords },
          {
            key: 'acts',
            head: <span className="aside-voice">{t('history.table.acts')}</span>,
            align: 'right',
            cell: (report) => (
              <>
                <span className="row row-acts report-acts">
                  <Button onClick={() => props.onChange(report)}>
                    {t('history.reports.change')}
                  </Button>
                  <Button onClick={() => end(report)}>{t('history.reports.remove')}</Button>
                </span>
                <span className="report-menu">
                  <MoreMenu label={whenWords(report)}>
                    <MenuItem onClick={() => props.onChange(report)}>
                      {t('history.reports.change')}
                    </MenuItem>
                    <MenuItem onClick={() => end(report)}>{t('history.reports.remove')}</MenuItem>
                  </MoreMenu>
                </span>
              </>
            ),
          },
        ]}
      />
    </div>
  );
}

/** What did not go well is said where there is room for one thing only. */
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
