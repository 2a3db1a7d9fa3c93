// The sections of a campaign's results. The headline answers how many, how much, whether the figures
// can be trusted and who is still pending. Below it are the effect against zero, the funnel, the
// variants and the days.
import type { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { ByHand } from './period/by-hand.tsx';
import { ByCall } from './period/by-call.tsx';
import { ByChannel } from './period/by-channel.tsx';
import { ByDay } from './period/by-day.tsx';
import { ByVariant } from './period/by-variant.tsx';
import { Competing } from './period/competing.tsx';
import { EffectView, type EffectMode } from './effect/effect-view.tsx';
import { GuardrailSwitch } from './period/guardrail.tsx';
import { Headline } from './period/headline.tsx';
import { LeavingView } from './period/leaving.tsx';
import { AdjustedView } from './period/adjusted.tsx';
import { ArmFunnel } from './period/arm-funnel.tsx';
import { Comparisons } from './optimise/optimise-comparisons.tsx';
import { LearntView } from './optimise/optimise-learnt.tsx';
import { AgentTimeView } from './optimise/optimise-time.tsx';
import { WhatIfView } from './optimise/optimise-what-if.tsx';
import { SensitivityView } from './excluded/sensitivity.tsx';
import { TakenBack } from './period/taken-back.tsx';

interface ResultsPageProps {
  readonly id: string;
  readonly results: CampaignResults;
  readonly campaign: Campaign | undefined;
  readonly mode: EffectMode;
}

export function ResultsPage({ id, results, campaign, mode }: ResultsPageProps) {
  const { period } = results;
  const optimises = results.comparisons !== undefined;
  return (
    <div className="results-page">
      <Headline results={results} />
      <ByHand results={results} />
      <div className="results-cols">
        <EffectView results={results} mode={mode} />
        <ArmFunnel results={results} />
      </div>
      <Comparisons results={results} />
      <ByVariant results={results} />
      <ByCall id={id} period={period} optimises={optimises} />
      <ByChannel id={id} period={period} optimises={optimises} />
      <LeavingView id={id} results={results} />
      <AdjustedView id={id} period={period} optimises={optimises} />
      <AgentTimeView id={id} period={period} optimises={optimises} />
      {optimises && isNewest(results) && <LearntView id={id} />}
      {optimises && <WhatIfView key={period} id={id} period={period} />}
      <TakenBack results={results} />
      <Competing id={id} period={period} />
      <SensitivityView key={period} id={id} results={results} />
      {campaign !== undefined && <GuardrailSwitch campaign={campaign} />}
      <ByDay results={results} />
    </div>
  );
}

/** What was learnt is kept only for the newest period. */
function isNewest({ period, periods }: CampaignResults): boolean {
  return period === periods.at(-1)?.number;
}
