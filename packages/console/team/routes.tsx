// The team area: who is here now and who waits. Managers also have the history of conversations and
// reports about it by e-mail. Agents see only the present.
import { useNavigate, useParams } from '@tanstack/react-router';
import { format, LiveMark, PageHeader, t, TabPanel, Tabs, useNow, choicesOf } from '../ui/index.ts';
import { CallbacksTab } from './callbacks/callbacks-tab.tsx';
import { HistoryTab } from './history/history-tab.tsx';
import { NowTab } from './now/now-tab.tsx';
import { ReportsTab } from './reports/reports-tab.tsx';
import { useIsManager } from './now/use-today.ts';
import './team.css';

const views = ['now', 'history', 'callbacks', 'reports'] as const;
type View = (typeof views)[number];
const tabs = { now: NowTab, history: HistoryTab, callbacks: CallbacksTab, reports: ReportsTab };

export function TeamPage() {
  const { view } = useParams({ from: '/team/{-$view}' });
  const isManager = useIsManager();
  const navigate = useNavigate();
  const chosen = isManager ? (views.find((each) => each === view) ?? 'now') : 'now';
  const Shown = tabs[chosen];
  const go = (next: View): void =>
    void navigate({
      to: '/team/{-$view}',
      params: { view: next === 'now' ? undefined : next },
      search: {},
    });
  return (
    <>
      <PageHeader title={t('console.area.team')} live={chosen === 'now' ? <Now /> : undefined} />
      {isManager ? (
        <>
          <Tabs
            id="team"
            label={t('history.tabs')}
            value={chosen}
            onChange={go}
            tabs={choicesOf(views, (value) => t(`history.tab.${value}`))}
          />
          <TabPanel id="team" value={chosen} className="scroller">
            <Shown />
          </TabPanel>
        </>
      ) : (
        <div className="scroller">
          <NowTab />
        </div>
      )}
    </>
  );
}

function Now() {
  return <LiveMark>{t('visitors.team.now', { time: format.clock(useNow()) })}</LiveMark>;
}
