// The pages of the area. `funnel`, `holdout`, `intent` and `definitions` stand where a campaign's id
// would.
import { useNavigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { IntentTab } from '../intent/intent-tab.tsx';
import { PageHeader, t, TabPanel, Tabs, choicesOf } from '../ui/index.ts';
import { CampaignResultsView } from './campaign-results.tsx';
import { DefinitionsTab } from './definitions.tsx';
import { FunnelTab } from './funnel-tab.tsx';
import { HoldoutTab } from './holdout-tab.tsx';
import { IndexTab } from './index-tab.tsx';
import './results.css';

const tabs = ['campaigns', 'funnel', 'intent', 'holdout', 'definitions'] as const;
type Tab = (typeof tabs)[number];

export function ResultsPage() {
  return (
    <Tabbed tab="campaigns">
      <IndexTab />
    </Tabbed>
  );
}

export function CampaignResultsPage() {
  const { campaign } = useParams({ from: '/results/$campaign' });
  switch (campaign) {
    case 'funnel':
      return (
        <Tabbed tab="funnel">
          <FunnelTab />
        </Tabbed>
      );
    case 'intent':
      return (
        <Tabbed tab="intent">
          <IntentTab />
        </Tabbed>
      );
    case 'holdout':
      return (
        <Tabbed tab="holdout">
          <HoldoutTab />
        </Tabbed>
      );
    case 'definitions':
      return (
        <Tabbed tab="definitions">
          <DefinitionsTab />
        </Tabbed>
      );
    default:
      return <CampaignResultsView key={campaign} id={campaign} />;
  }
}

function Tabbed({ tab, children }: { tab: Tab; children: ReactNode }) {
  const navigate = useNavigate();
  const go = (next: Tab): void => {
    if (next === 'campaigns') void navigate({ to: '/results' });
    else void navigate({ to: '/results/$campaign', params: { campaign: next } });
  };
  return (
    <>
      <PageHeader title={t('console.area.results')} />
      <Tabs
        id="results"
        label={t('results.tabs')}
        value={tab}
        onChange={go}
        tabs={choicesOf(tabs, (value) => t(`results.tab.${value}`))}
      />
      <TabPanel id="results" value={tab} className="scroller results-tab">
        {children}
      </TabPanel>
    </>
  );
}
