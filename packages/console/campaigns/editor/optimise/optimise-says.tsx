// How a campaign optimises, as sentences: how long an invitation may wait, when it asks nobody,
// what asking costs, and the part that is always asked so that there is something to compare with.
import { useState } from 'react';
import { takesAgents, type Optimise } from '@opportune/protocol/campaign/campaign.ts';
import { optimiseLimits } from '@opportune/protocol/limits.ts';
import type { Format } from '../../../ui/index.ts';
import { shareWords } from '../../words.ts';
import { useEdit } from '../edit-context.tsx';
import { settingsOf, withOptimise } from './optimise-edit.ts';
import { Says } from '../part.tsx';
import { PercentForm } from '../chips/percent-form.tsx';
import { Tok } from '../chips/sentence-chip.tsx';
import { NumberForm } from '../chips/number-form.tsx';
import { t } from '../../../words/words.ts';

const mostMoney = 1_000_000;

export function OptimiseSays() {
  const { document, live, change, format } = useEdit();
  const now = settingsOf(document);
  const before = live?.mode === 'optimise' ? settingsOf(live) : null;
  const set = (part: Partial<Optimise>): void => change?.((all) => withOptimise(all, part));
  const mark = (words: (of: Optimise) => string): { was: string } | undefined =>
    before === null || words(before) === words(now) ? undefined : { was: words(before) };
  const money = (words: (of: Optimise) => number) => (of: Optimise) =>
    moneyWords(words(of), format);
  const [level, share] = [(of: Optimise) => of.serviceLevel, (of: Optimise) => of.always];
  const levelShare = (of: Optimise): string => shareWords(level(of).share, format);
  const levelTime = (of: Optimise): string => t('campaigns.span.s', { n: level(of).answeredInS });
  const alwaysShare = (of: Optimise): string => shareWords(share(of), format);
  const [cost, goodwill] = [
    money(({ costPerInvitation }) => costPerInvitation),
    money(({ annoyance }) => annoyance),
  ];
  const hasChat = takesAgents(document);
  return (
    <div className="optimise-says">
      <Says>
        {t('campaigns.optimise.wait')}
        <Tok
          kind="value"
          words={delayWords(now)}
          label={t('campaigns.optimise.delay.label')}
          mark={mark(delayWords)}
          edit={() => <DelayForm delay={now.delayS} onChange={(delayS) => set({ delayS })} />}
        />
        {t('campaigns.optimise.wait.tail')}
      </Says>
      {hasChat && (
        <Says>
          {t('campaigns.optimise.guard')}
          <Tok
            kind="value"
            words={levelShare(now)}
            label={t('campaigns.optimise.share.label')}
            mark={mark(levelShare)}
            edit={() => (
              <PercentForm
                label={t('campaigns.optimise.share.label')}
                basisPoints={now.serviceLevel.share}
                onChange={(next) => set({ serviceLevel: { ...now.serviceLevel, share: next } })}
              />
            )}
          />
          {t('campaigns.optimise.guard.within')}
          <Tok
            kind="value"
            words={levelTime(now)}
            label={t('campaigns.optimise.answered.label')}
            mark={mark(levelTime)}
            edit={() => (
              <NumberForm
                whole
                min={5}
                max={600}
                label={t('campaigns.optimise.answered.label')}
                value={now.serviceLevel.answeredInS}
                onChange={(next) =>
                  set({ serviceLevel: { ...now.serviceLevel, answeredInS: next } })
                }
              />
            )}
          />
          {t('campaigns.optimise.guard.tail')}
        </Says>
      )}
      <Says>
        {t('campaigns.optimise.cost')}
        <Tok
          kind="value"
          words={cost(now)}
          label={t('campaigns.optimise.cost.label')}
          mark={mark(cost)}
          edit={() => (
            <NumberForm
              min={0}
              max={mostMoney}
              label={t('campaigns.optimise.cost.label')}
              value={now.costPerInvitation}
              onChange={(costPerInvitation) => set({ costPerInvitation })}
            />
          )}
        />
        {t('campaigns.optimise.goodwill')}
        <Tok
          kind="value"
          words={goodwill(now)}
          spoken={t('campaigns.optimise.goodwill.spoken', { sum: goodwill(now) })}
          label={t('campaigns.optimise.goodwill.label')}
          mark={mark(goodwill)}
          edit={() => (
            <NumberForm
              min={0}
              max={mostMoney}
              label={t('campaigns.optimise.goodwill.label')}
              hint={t('campaigns.optimise.goodwill.hint')}
              value={now.annoyance}
              onChange={(annoyance) => set({ annoyance })}
            />
          )}
        />
        {t('campaigns.optimise.goodwill.tail')}
      </Says>
      <Says>
        {t('campaigns.optimise.always')}
        <Tok
          kind="value"
          words={alwaysShare(now)}
          label={t('campaigns.optimise.always.label')}
          mark={mark(alwaysShare)}
          edit={() => (
            <PercentForm
              label={t('campaigns.optimise.always.label')}
              basisPoints={now.always}
              onChange={(always) => set({ always })}
            />
          )}
        />
        {t('campaigns.optimise.always.tail')}
      </Says>
    </div>
  );
}

function delayWords({ delayS: { from, until } }: Optimise): string {
  if (until === 0) return t('campaigns.optimise.delay.none');
  return from === until
    ? t('campaigns.optimise.delay.one', { n: until })
    : t('campaigns.optimise.delay.span', { from, until });
}

function moneyWords(sum: number, format: Format): string {
  return sum === 0 ? t('campaigns.optimise.nothing') : format.sum(sum);
}

/** Both ends, each free to be typed; the sentence keeps the last pair that is in order. */
function DelayForm({
  delay,
  onChange,
}: {
  delay: Optimise['delayS'];
  onChange: (delay: Optimise['delayS']) => void;
}) {
  const [shown, setShown] = useState(delay);
  const change = (part: Partial<Optimise['delayS']>): void => {
    const next = { ...shown, ...part };
    setShown(next);
    if (next.from <= next.until) onChange(next);
  };
  const isTurned = shown.from > shown.until;
  return (
    <>
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
      <p className={isTurned ? 'small bad' : 'small t3'} role={isTurned ? 'alert' : undefined}>
        {t(isTurned ? 'campaigns.optimise.delay.turned' : 'campaigns.optimise.delay.hint', {
          most: optimiseLimits.delayS,
        })}
      </p>
    </>
  );
}
