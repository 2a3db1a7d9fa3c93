// How a campaign optimises, as sentences: how long an invitation may wait, when nobody is invited,
// what an invitation costs, and the share that is always invited for comparison.
import { useState } from 'react';
import { takesAgents, type Optimise } from '@opportune/protocol/campaign/campaign.ts';
import { optimiseLimits } from '@opportune/protocol/limits/campaigns.ts';
import { format } from '../../../ui/index.ts';
import { useEdit } from '../edit-context.tsx';
import { settingsOf, withOptimise } from './optimise-edit.ts';
import { Says } from '../part.tsx';
import { SaidNumber, Said, SaidShare } from '../chips/said.tsx';
import { NumberForm } from '../chips/number-form.tsx';
import { t } from '../../../words/words.ts';

const mostMoney = 1_000_000;

/** The settings being edited, their live values, and how to change them. */
interface Edited {
  readonly now: Optimise;
  readonly was: Optimise | undefined;
  readonly set: (part: Partial<Optimise>) => void;
}

export function OptimiseSays() {
  const { document, live, change } = useEdit();
  const edited: Edited = {
    now: settingsOf(document),
    was: live?.mode === 'optimise' ? settingsOf(live) : undefined,
    set: (part) => change?.((all) => withOptimise(all, part)),
  };
  const { now, was, set } = edited;
  return (
    <div className="optimise-says">
      <Says>
        {t('campaigns.optimise.wait')}
        <Said
          value={now}
          was={was}
          say={delayWords}
          label={t('campaigns.optimise.delay.label')}
          edit={() => <DelayForm delay={now.delayS} onChange={(delayS) => set({ delayS })} />}
        />
        {t('campaigns.optimise.wait.tail')}
      </Says>
      {takesAgents(document) && <Guard {...edited} />}
      <Costs {...edited} />
      <Says>
        {t('campaigns.optimise.always')}
        <SaidShare
          value={now.always}
          was={was?.always}
          label={t('campaigns.optimise.always.label')}
          onChange={(always) => set({ always })}
        />
        {t('campaigns.optimise.always.tail')}
      </Says>
    </div>
  );
}

function Guard({ now: { serviceLevel }, was, set }: Edited) {
  const change = (part: Partial<Optimise['serviceLevel']>): void =>
    set({ serviceLevel: { ...serviceLevel, ...part } });
  return (
    <Says>
      {t('campaigns.optimise.guard')}
      <SaidShare
        value={serviceLevel.share}
        was={was?.serviceLevel.share}
        label={t('campaigns.optimise.share.label')}
        onChange={(share) => change({ share })}
      />
      {t('campaigns.optimise.guard.within')}
      <SaidNumber
        whole
        min={5}
        max={600}
        value={serviceLevel.answeredInS}
        was={was?.serviceLevel.answeredInS}
        say={(n) => t('campaigns.span.s', { n })}
        label={t('campaigns.optimise.answered.label')}
        onChange={(answeredInS) => change({ answeredInS })}
      />
      {t('campaigns.optimise.guard.tail')}
    </Says>
  );
}

function Costs({ now: { costPerInvitation, annoyance }, was, set }: Edited) {
  const say = (sum: number): string =>
    sum === 0 ? t('campaigns.optimise.nothing') : format.sum(sum);
  const money = { min: 0, max: mostMoney, say };
  return (
    <Says>
      {t('campaigns.optimise.cost')}
      <SaidNumber
        {...money}
        value={costPerInvitation}
        was={was?.costPerInvitation}
        label={t('campaigns.optimise.cost.label')}
        onChange={(sum) => set({ costPerInvitation: sum })}
      />
      {t('campaigns.optimise.goodwill')}
      <SaidNumber
        {...money}
        value={annoyance}
        was={was?.annoyance}
        spoken={t('campaigns.optimise.goodwill.spoken', { sum: say(annoyance) })}
        label={t('campaigns.optimise.goodwill.label')}
        hint={t('campaigns.optimise.goodwill.hint')}
        onChange={(sum) => set({ annoyance: sum })}
      />
      {t('campaigns.optimise.goodwill.tail')}
    </Says>
  );
}

function delayWords({ delayS: { from, until } }: Optimise): string {
  if (until === 0) return t('campaigns.optimise.delay.none');
  return from === until
    ? t('campaigns.optimise.delay.one', { n: until })
    : t('campaigns.optimise.delay.span', { from, until });
}

interface DelayFormProps {
  readonly delay: Optimise['delayS'];
  readonly onChange: (delay: Optimise['delayS']) => void;
}

/** Both ends of the delay can be typed freely. The sentence keeps the last valid pair. */
function DelayForm({ delay, onChange }: DelayFormProps) {
  const [shown, setShown] = useState(delay);
  const change = (part: Partial<Optimise['delayS']>): void => {
    const next = { ...shown, ...part };
    setShown(next);
    if (next.from <= next.until) onChange(next);
  };
  const isTurned = shown.from > shown.until;
  return (
    <>
      <DelayFields shown={shown} change={change} />
      <p className={isTurned ? 'small bad' : 'small t3'} role={isTurned ? 'alert' : undefined}>
        {t(isTurned ? 'campaigns.optimise.delay.turned' : 'campaigns.optimise.delay.hint', {
          most: optimiseLimits.delayS,
        })}
      </p>
    </>
  );
}

interface DelayFieldsProps {
  readonly shown: Optimise['delayS'];
  readonly change: (part: Partial<Optimise['delayS']>) => void;
}

function DelayFields({ shown, change }: DelayFieldsProps) {
  return (
    <div className="row top-row">
      <NumberForm
        whole
        min={0}
        max={optimiseLimits.delayS}
        label={t('campaigns.optimise.delay.from')}
        value={shown.from}
        onChange={(from) => change({ from })}
      />
      <NumberForm
        whole
        min={0}
        max={optimiseLimits.delayS}
        label={t('campaigns.optimise.delay.until')}
        value={shown.until}
        onChange={(until) => change({ until })}
      />
    </div>
  );
}
