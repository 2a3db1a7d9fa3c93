// The results of one period of a campaign. The headline answers how many, how much, whether the
// figures can be trusted and who is still pending. Below it are the effect against zero, the
// funnel, the variants and the days.
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { apiUrl } from '../api/client.ts';
import { stateTones } from '../campaigns/words.ts';
import {
  format,
  Icon,
  Menu,
  MenuItem,
  MenuLabel,
  Segmented,
  Strip,
  Tag,
  useApiQuery,
  Button,
  t,
  NotYet,
} from '../ui/index.ts';
import { titleStore } from '../ui/title.ts';
import { ByHand } from './period/by-hand.tsx';
import { ByCall } from './period/by-call.tsx';
import { ByChannel } from './period/by-channel.tsx';
import { ByDay } from './period/by-day.tsx';
import { ByVariant } from './period/by-variant.tsx';
import { Competing } from './period/competing.tsx';
import { EffectView, type EffectMode } from './effect/effect-view.tsx';
import { GuardrailSwitch, HarmStrip } from './period/guardrail.tsx';
import { Headline } from './period/headline.tsx';
import { LeavingStrip, LeavingView } from './period/leaving.tsx';
import { AdjustedView } from './period/adjusted.tsx';
import { ArmFunnel } from './period/arm-funnel.tsx';
import { Comparisons } from './optimise/optimise-comparisons.tsx';
import { LearntView } from './optimise/optimise-learnt.tsx';
import { AgentTimeView } from './optimise/optimise-time.tsx';
import { WhatIfView } from './optimise/optimise-what-if.tsx';
import { BurstStrip, SensitivityView } from './excluded/sensitivity.tsx';
import { TakenBack } from './period/taken-back.tsx';
import { useLiveQuery } from './use-live-query.ts';

export function CampaignResultsView({ id }: { id: string }) {
  const { period } = useSearch({ from: '/results/$campaign' });
  const campaign = useApiQuery(`/campaigns/${id}`, Campaign).data;
  const { data, error, refetch } = useLiveQuery(`/campaigns/${id}/results`, CampaignResults, {
    period,
  });
  const [mode, setMode] = useState<EffectMode>('chart');
  const optimises = data?.comparisons !== undefined;
  const name = data?.name ?? campaign?.live?.name ?? campaign?.draft.name ?? '';
  return (
    <>
      <Top
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
            <div className="results-page">
              <Headline results={data} />
              <ByHand results={data} />
              <div className="results-cols">
                <EffectView results={data} mode={mode} />
                <ArmFunnel results={data} />
              </div>
              <Comparisons results={data} />
              <ByVariant results={data} />
              <ByCall id={id} period={data.period} optimises={optimises} />
              <ByChannel id={id} period={data.period} optimises={optimises} />
              <LeavingView id={id} results={data} />
              <AdjustedView id={id} period={data.period} optimises={optimises} />
              <AgentTimeView id={id} period={data.period} optimises={optimises} />
              {optimises && isNewest(data) && <LearntView id={id} />}
              {optimises && <WhatIfView key={data.period} id={id} period={data.period} />}
              <TakenBack results={data} />
              <Competing id={id} period={data.period} />
              <SensitivityView key={data.period} id={id} results={data} />
              {campaign !== undefined && <GuardrailSwitch campaign={campaign} />}
              <ByDay results={data} />
            </div>
          </div>
        </>
      )}
    </>
  );
}

/** What was learnt is kept only for the newest period. */
function isNewest({ period, periods }: CampaignResults): boolean {
  return period === periods.at(-1)?.number;
}

interface TopProps {
  readonly id: string;
  readonly name: string;
  readonly state: Campaign['state'] | undefined;
  readonly results: CampaignResults | undefined;
  readonly mode: EffectMode;
  readonly onMode: (mode: EffectMode) => void;
}

function Top({ id, name, state, results, mode, onMode }: TopProps) {
  useEffect(() => titleStore.update((now) => ({ ...now, page: name })), [name]);
  return (
    <header className="top results-top">
      <Link to="/results" className="crumb">
        {t('results.back')}
      </Link>
      <span className="t3 crumb-mark">
        <Icon name="right" size={14} />
      </span>
      <h1 className="clip">{name}</h1>
      {state !== undefined && <Tag tone={stateTones[state]}>{t(`campaigns.state.${state}`)}</Tag>}
      <span className="grow" />
      {results !== undefined && <PeriodMenu id={id} results={results} />}
      <ModeChoice mode={mode} onMode={onMode} />
      {results !== undefined && <CsvLink id={id} period={results.period} />}
    </header>
  );
}

function ModeChoice({ mode, onMode }: { mode: EffectMode; onMode: (mode: EffectMode) => void }) {
  return (
    <Segmented
      label={t('results.view')}
      value={mode}
      onChange={onMode}
      choices={[
        { value: 'chart', label: t('results.view.chart') },
        { value: 'table', label: t('results.view.table') },
      ]}
    />
  );
}

function CsvLink({ id, period }: { id: string; period: number }) {
  return (
    <a
      className="btn plain small"
      href={apiUrl(`/campaigns/${id}/results.csv`, { period: period })}
      download
      aria-label={t('results.csv.label')}
    >
      {t('results.csv')}
    </a>
  );
}

function PeriodMenu({ id, results }: { id: string; results: CampaignResults }) {
  const navigate = useNavigate();
  const now = results.periods.find(({ number }) => number === results.period);
  return (
    <Menu
      width={300}
      position="bottom-end"
      target={
        <Button icon="calendar" tail="down">
          {now === undefined ? (
            t('results.period.choose')
          ) : (
            <span>
              {t('results.period.number', { n: now.number })}
              <span className="period-dates">{periodDates(now)}</span>
            </span>
          )}
        </Button>
      }
    >
      <MenuLabel>{t('results.period.note')}</MenuLabel>
      {[...results.periods].reverse().map((each) => (
        <MenuItem
          key={each.number}
          checked={each.number === results.period}
          after={each.number === results.period ? <Icon name="check" size={14} /> : undefined}
          onClick={() =>
            void navigate({
              to: '/results/$campaign',
              params: { campaign: id },
              search: { period: each.number },
            })
          }
        >
          {t('results.period.number', { n: each.number })}
          {periodDates(each)}
        </MenuItem>
      ))}
    </Menu>
  );
}

/** The dates of a period, with the comma that separates them from its number. */
function periodDates({ from, until }: CampaignResults['periods'][number]): string {
  if (until === null) return t('results.period.since', { from: format.date(from) });
  return t('results.period.span', { from: format.date(from), until: format.date(until) });
}
