// What moves the score, strongest first, each as a comparison in words, and the pages and sections
// that lead to the goal.
import { useState } from 'react';
import type {
  GoalIntentFigures,
  IntentFeatureFigure,
} from '@opportune/protocol/rest/campaign/intent.ts';
import {
  figureColumn,
  format,
  Button,
  column,
  IntervalBar,
  t,
  Table,
  type Column,
} from '../ui/index.ts';
import { featureWords, timesWords } from './words.ts';
import { Section } from '../results/section.tsx';

const first = 10;
/** The most log odds that the chart covers. A wider band runs off its end. */
const widest = 3;

export function FeatureTable({ features }: { features: readonly IntentFeatureFigure[] }) {
  const [whole, setWhole] = useState(false);
  const shown = whole ? features : features.slice(0, first);
  const ends = shown.flatMap(({ lower, upper }) => [-Math.log(lower), Math.log(upper)]);
  const reach = Math.min(widest, Math.max(1, ...ends)) * 1.05;
  const hidden = features.length - shown.length;
  return (
    <Section title={t('intent.features.title')} className="">
      <p className="t2 intent-text">{t('intent.features.text')}</p>
      <Table
        caption={t('intent.features.title')}
        className="num flat-table intent-features"
        rows={shown}
        rowKey={({ feature }) => feature}
        columns={featureColumns(reach)}
      />
      {hidden > 0 && (
        <Button variant="quiet" onClick={() => setWhole(true)}>
          {t('intent.features.more', { n: hidden })}
        </Button>
      )}
    </Section>
  );
}

function featureColumns(reach: number): readonly Column<IntentFeatureFigure>[] {
  return [
    column('intent.features.column.feature', (row) => featureWords(row)),
    figureColumn('intent.features.column.times', 108, ({ times, lower, upper }) => (
      <>
        <span className="medium">{t('intent.features.times', { times: timesWords(times) })}</span>
        <br />
        <span className="small t2">
          {t('intent.features.between', {
            lower: timesWords(lower),
            upper: timesWords(upper),
          })}
        </span>
      </>
    )),
    column('intent.features.column.interval', 280, ({ times, lower, upper }) => (
      <IntervalBar
        width={250}
        estimate={Math.log(times)}
        lower={Math.log(lower)}
        upper={Math.log(upper)}
        scale={[-reach, reach]}
        label={t('intent.features.label', {
          times: timesWords(times),
          lower: timesWords(lower),
          upper: timesWords(upper),
        })}
      />
    )),
  ];
}

function mostTelling({ sections, pages }: GoalIntentFigures) {
  // A section with a single page has the same figures as that page.
  const others = pages.filter(
    ({ visits, times }) => !sections.some((each) => each.visits === visits && each.times === times),
  );
  return [...sections, ...others].toSorted((one, other) => other.times - one.times).slice(0, first);
}

export function PageTable({ figures }: { figures: GoalIntentFigures }) {
  const rows = mostTelling(figures);
  if (rows.length === 0) return null;
  return (
    <Section title={t('intent.pages.title')} className="">
      <p className="t2 intent-text">{t('intent.pages.text')}</p>
      <Table
        caption={t('intent.pages.title')}
        className="num flat-table intent-pages"
        rows={rows}
        rowKey={({ name }) => name}
        columns={pageColumns()}
      />
    </Section>
  );
}

function pageColumns(): readonly Column<GoalIntentFigures['pages'][number]>[] {
  return [
    column('intent.pages.column.name', ({ name }) => <span className="clip">{name}</span>),
    figureColumn('intent.pages.column.visits', 80, ({ visits }) => format.number(visits)),
    figureColumn('intent.pages.column.times', 80, ({ times }) => (
      <span className="medium">{t('intent.features.times', { times: timesWords(times) })}</span>
    )),
  ];
}
