// The results of one period of a campaign: what to know before reading them, and their sections.
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { NotYet, Strip, t, useApiQuery } from '../ui/index.ts';
import type { EffectMode } from './effect/effect-view.tsx';
import { BurstStrip } from './excluded/sensitivity.tsx';
import { HarmStrip } from './period/guardrail.tsx';
import { LeavingStrip } from './period/leaving.tsx';
import { ResultsPage } from './results-page.tsx';
import { ResultsTop } from './results-top.tsx';
import { useLiveQuery } from './use-live-query.ts';

export function CampaignResultsView({ id }: { id: string }) {
  const { period } = useSearch({ from: '/results/$campaign' });
  const campaign = useApiQuery(`/campaigns/${id}`, Campaign).data;
  const { data, error, refetch } = useLiveQuery(`/campaigns/${id}/results`, CampaignResults, {
    period,
  });
  const [mode, setMode] = useState<EffectMode>('chart');
  const name = data?.name ?? campaign?.live?.name ?? campaign?.draft.name ?? '';
  return (
    <>
      <ResultsTop
        id={id}
        name={name}
        state={campaign?.state}
        results={data}
        mode={mode}
        onMode={setMode}
      />
      {data === undefined ? (
        <NotYet error={error} rows={8} columns={4} onRetry={refetch} />
      ) : (
        <>
          {data.sampleRatio.verdict === 'alarm' && (
            <Strip tone="bad" icon="alert">
              {t('results.ratio.alarm.text')}
            </Strip>
          )}
          <HarmStrip results={data} />
          {data.sampleRatio.verdict !== 'alarm' && <LeavingStrip id={id} results={data} />}
          <BurstStrip id={id} results={data} />
          <div className="scroller" tabIndex={0} role="region" aria-label={name}>
            <ResultsPage id={id} results={data} campaign={campaign} mode={mode} />
          </div>
        </>
      )}
    </>
  );
}
