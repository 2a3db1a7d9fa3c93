// The pages of the results area. The tabs `funnel`, `holdout`, `intent` and `definitions` take the
// place of a campaign's id in the address.
import { useNavigate, useParams } from '@tanstack/react-router';
import { IntentTab } from '../intent/intent-tab.tsx';
import { PageHeader, t, TabPanel, Tabs, choicesOf } from '../ui/index.ts';
import { CampaignResultsView } from './campaign-results.tsx';
import { DefinitionsTab } from './definitions.tsx';
import { FunnelTab } from './funnel-tab.tsx';
import { HoldoutTab } from './holdout-tab.tsx';
import { IndexTab } from './index-tab.tsx';
import './results.css';

const tabs = {
  campaigns: IndexTab,
  funnel: FunnelTab,
  intent: IntentTab,
  holdout: HoldoutTab,
  definitions: DefinitionsTab,
} as const;
type Tab = keyof typeof tabs;
const names = Object.keys(tabs) as Tab[];

export function ResultsPage() {
  return <Tabbed tab="campaigns" />;
}

export function CampaignResultsPage() {
  const { campaign } = useParams({ from: '/results/$campaign' });
  const tab = names.find((each) => each !== 'campaigns' && each === campaign);
  if (tab !== undefined) return <Tabbed tab={tab} />;
  return <CampaignResultsView key={campaign} id={campaign} />;
}

function useShowTab(): (tab: Tab) => void {
  const navigate = useNavigate();
  return (tab) => {
    if (tab === 'campaigns') void navigate({ to: '/results' });
    else void navigate({ to: '/results/$campaign', params: { campaign: tab } });
  };
}

function Tabbed({ tab }: { tab: Tab }) {
  const Shown = tabs[tab];
  const show = useShowTab();
  return (
    <>
      <PageHeader title={t('console.area.results')} />
      <Tabs
        id="results"
        label={t('results.tabs')}
        value={tab}
        onChange={show}
        tabs={choicesOf(names, (value) => t(`results.tab.${value}`))}
      />
      <TabPanel id="results" value={tab} className="scroller results-tab">
        <Shown />
      </TabPanel>
    </>
  );
}
