// Which of two learners scores visits, since when, and the evidence: on visits that both predicted
// before their end was known, how much closer the challenger was.
import type {
  ChallengerFigures,
  ContestFigure,
  GoalIntentFigures,
} from '@opportune/protocol/rest/campaign/intent.ts';
import {
  figureColumn,
  format,
  IntervalBar,
  Table,
  Tag,
  t,
  column,
  type Column,
} from '../ui/index.ts';
import { Progress } from './progress.tsx';

export function Challenger({ figures }: { figures: GoalIntentFigures }) {
  const { challenger } = figures;
  const { stage, reached, needed } = challenger;
  return (
    <section className="intent-challenger">
      <div className="results-h">
        <h2>{t('intent.challenger.title')}</h2>
        <Tag>{scoringWords(challenger)}</Tag>
      </div>
      <p className="t2 intent-text">{t('intent.challenger.text')}</p>
      <p className="t2 intent-text">{standing(challenger)}</p>
      {stage === 'waiting' && (
        <Progress words={t('intent.challenger.reached')} n={reached} needed={needed} />
      )}
      <Evidence challenger={challenger} />
    </section>
  );
}

function standing(of: ChallengerFigures): string {
  const { stage, trees, trainedAt, trainedOn, neededLater, needed } = of;
  if (stage === 'waiting') return t('intent.challenger.waiting', { n: needed });
  if (stage === 'training') return t('intent.challenger.training');
  const date = trainedAt === null ? '' : format.dateTime(trainedAt);
  const trained = t('intent.challenger.trained', { n: trees, visits: trainedOn, date });
  const next = t(stage === 'scores' ? 'intent.challenger.scores' : 'intent.challenger.judged', {
    n: neededLater,
  });
  return `${trained} ${next}`;
}

interface Row {
  readonly key: 'won' | 'since' | 'sofar';
  readonly figure: ContestFigure;
}

function rowsOf({ stage, contest, wonBy }: ChallengerFigures): readonly Row[] {
  const won = wonBy === null ? [] : [{ key: 'won' as const, figure: wonBy }];
  if (contest === null) return won;
  return [
    ...won,
    { key: stage === 'scores' ? ('since' as const) : ('sofar' as const), figure: contest },
  ];
}

/**
 * The chart covers at least this share of the loss, so that a tiny difference does not look large.
 */
const leastReach = 0.02;

function Evidence({ challenger }: { challenger: ChallengerFigures }) {
  const rows = rowsOf(challenger);
  if (rows.length === 0) return null;
  const ends = rows.flatMap(({ figure: { lower, upper } }) => [-(lower ?? 0), upper ?? 0]);
  const reach = Math.min(1, Math.max(leastReach, ...ends)) * 1.05;
  return (
    <Table
      caption={t('intent.challenger.evidence')}
      className="num flat-table intent-contest"
      rows={rows}
      rowKey={({ key }) => key}
      columns={evidenceColumns(reach)}
    />
  );
}

function evidenceColumns(reach: number): readonly Column<Row>[] {
  return [
    column('intent.challenger.column.when', ({ key }) => t(`intent.challenger.when.${key}`)),
    figureColumn('intent.challenger.column.visits', 64, ({ figure }) =>
      format.number(figure.visits),
    ),
    figureColumn('intent.challenger.column.reached', 76, ({ figure }) =>
      format.number(figure.reached),
    ),
    figureColumn('intent.challenger.column.closer', 116, ({ figure: { closer, lower, upper } }) => (
      <>
        <span className="medium">{closer === null ? '–' : signed(closer)}</span>
        {lower !== null && upper !== null && (
          <>
            <br />
            <span className="small t2">
              {t('intent.features.between', {
                lower: signed(lower),
                upper: signed(upper),
              })}
            </span>
          </>
        )}
      </>
    )),
    column('intent.challenger.column.interval', 280, ({ figure }) => (
      <Interval figure={figure} reach={reach} />
    )),
  ];
}

function scoringWords({ stage, since }: ChallengerFigures): string {
  return stage === 'scores' && since !== null
    ? t('intent.challenger.trees', { date: format.date(since) })
    : t('intent.challenger.running');
}

function Interval({ figure, reach }: { figure: ContestFigure; reach: number }) {
  const { closer, lower, upper } = figure;
  if (closer === null || lower === null || upper === null)
    return <span className="t3">{t('intent.challenger.none')}</span>;
  return (
    <IntervalBar
      width={250}
      estimate={closer}
      lower={lower}
      upper={upper}
      scale={[-reach, reach]}
      label={t('intent.challenger.label', {
        closer: signed(closer),
        lower: signed(lower),
        upper: signed(upper),
      })}
    />
  );
}

function signed(part: number): string {
  const words = format.percent(Math.abs(part), 1);
  return part < 0 ? `−${words}` : words;
}
