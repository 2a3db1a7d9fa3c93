// Intent for managers, one goal at a time: what it is, how much data it was learnt from, whether
// its predictions came true, what moves it and which of two learners scores.
import { useState } from 'react';
import { IntentFigures, type GoalIntentFigures } from '@opportune/protocol/rest/campaign/intent.ts';
import { SettingsLink } from '../settings/settings-link.tsx';
import { format, Empty, SelectField, useApiQuery, t, NotYet } from '../ui/index.ts';
import { within } from '../words/language.ts';
import { Challenger } from './challenger.tsx';
import { FeatureTable, PageTable } from './features.tsx';
import { Progress } from './progress.tsx';
import { Reliability } from './reliability.tsx';
import { chanceWords } from './words.ts';
import './intent.css';

export function IntentTab() {
  const { data, error, refetch } = useApiQuery('/intent', IntentFigures, { refetchMs: 15_000 });
  const [chosen, setChosen] = useState<string | null>(null);
  if (data === undefined) return <NotYet error={error} rows={6} columns={4} onRetry={refetch} />;
  const figures = data.goals.find(({ goal }) => goal.id === chosen) ?? data.goals[0];
  if (figures === undefined) return <NoGoal />;
  return (
    <div className="results-page intent-page">
      <div className="intent-about">
        <p className="t2">{t('intent.page.text')}</p>
        <p className="t2">{t('intent.page.use')}</p>
        {data.goals.length > 1 && (
          <GoalChoice goals={data.goals} chosen={figures.goal.id} onChoose={setChosen} />
        )}
      </div>
      {figures.stage === 'waiting' ? <Waiting figures={figures} /> : <Learnt figures={figures} />}
    </div>
  );
}

function NoGoal() {
  return (
    <Empty title={t('intent.page.none.title')} text={t('intent.page.none.text')}>
      <SettingsLink page="goals" className="btn plain small">
        {t('intent.page.none.action')}
      </SettingsLink>
    </Empty>
  );
}

interface GoalChoiceProps {
  readonly goals: IntentFigures['goals'];
  readonly chosen: string;
  readonly onChoose: (goal: string) => void;
}

function GoalChoice({ goals, chosen, onChoose }: GoalChoiceProps) {
  return (
    <SelectField
      label={t('intent.page.goal')}
      value={chosen}
      onChange={(event) => onChoose(event.currentTarget.value)}
      choices={goals.map(({ goal }) => ({ value: goal.id, label: goal.name }))}
    />
  );
}

function Waiting({ figures }: { figures: GoalIntentFigures }) {
  const { goal, visits, reached, needed, reading } = figures;
  return (
    <section className="intent-waiting">
      <h2>{t('intent.waiting.title', { goal: goal.name })}</h2>
      <p className="t2">{t('intent.waiting.text')}</p>
      <Progress words={t('intent.waiting.visits')} n={visits} needed={needed.visits} />
      <Progress words={t('intent.waiting.reached')} n={reached} needed={needed.reached} />
      {reading && <p className="small t3">{t('intent.waiting.reading')}</p>}
    </section>
  );
}

function Learnt({ figures }: { figures: GoalIntentFigures }) {
  return (
    <>
      <Head figures={figures} />
      <div className="results-cols intent-cols">
        <Reliability rows={figures.calibration} />
        <PageTable figures={figures} />
      </div>
      <FeatureTable features={figures.features} />
      <Challenger figures={figures} />
    </>
  );
}

function Head({ figures }: { figures: GoalIntentFigures }) {
  const { visits, reached, since, error, stage, nextAt } = figures;
  const points = error === null ? 0 : Math.round(error * 1000) / 10;
  const looks = stage === 'waiting' ? 'few' : stage;
  const entries = [
    {
      label: t('intent.head.visits'),
      figure: t('intent.head.visits.value', { n: visits }),
      sub: t('intent.head.visits.since', { date: format.date(since) }),
    },
    {
      label: t('intent.head.reached', { goal: within(figures.goal.name) }),
      figure: format.number(reached),
      sub: t('intent.head.reached.share', { share: chanceWords(reached / visits) }),
    },
    {
      label: t('intent.head.error'),
      figure:
        error === null
          ? null
          : t('intent.head.error.value', { n: points, points: format.number(points, 1) }),
      sub: t(error === null ? 'intent.head.error.none' : 'intent.head.error.text'),
    },
    {
      label: t('intent.head.stage'),
      figure: t(`intent.stage.${looks}`),
      sub: t(`intent.stage.${looks}.text`, { n: nextAt ?? 0 }),
    },
  ];
  return (
    <div className="results-head intent-head">
      {entries.map(({ label, figure, sub }) => (
        <div key={label}>
          <div className="label">{label}</div>
          <div className={figure === null ? 'intent-figure none' : 'intent-figure'}>
            {figure ?? '–'}
          </div>
          <div className="sub">{sub}</div>
        </div>
      ))}
    </div>
  );
}
