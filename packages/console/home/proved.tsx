// What campaigns are proved to have brought so far, goal by goal. Goals are never added up, and what
// is not proved counts for nothing.
import { Link } from '@tanstack/react-router';
import { ProvedValue, type GoalValue } from '@opportune/protocol/rest/report/home.ts';
import { signed, signedMoney } from '../results/words.ts';
import { format, IntervalBar, NotYet, t, useApiQuery } from '../ui/index.ts';
import { Panel } from './panel.tsx';

const refetchMs = 60_000;
/** The most goals shown here. */
const most = 3;

export function Proved() {
  const { data, error, refetch } = useApiQuery('/proved-value', ProvedValue, { refetchMs });
  return (
    <Panel
      title={t('overview.proved.title')}
      end={
        <Link to="/results" className="small">
          {t('console.area.results')}
        </Link>
      }
    >
      {data === undefined ? (
        <NotYet error={error} rows={3} columns={2} onRetry={refetch} />
      ) : (
        <div className="home-body">
          {data.goals.length === 0 && <p className="t2">{noneWords(data)}</p>}
          {data.goals.slice(0, most).map((goal) => (
            <Goal key={`${goal.goal} ${goal.unit}`} goal={goal} />
          ))}
          <p className="small t3 home-note">{t('overview.proved.note')}</p>
        </div>
      )}
    </Panel>
  );
}

function noneWords({ periods }: ProvedValue): string {
  return t(periods === 0 ? 'overview.proved.never' : 'overview.proved.none', { n: periods });
}

function Goal({ goal }: { goal: GoalValue }) {
  const { name, unit, campaigns, estimate, lower, upper, since } = goal;
  const write = unit === 'value' ? signedMoney : (value: number) => signed(value);
  const ends = { lower: write(lower), upper: write(upper) };
  return (
    <div className="home-goal">
      <p className="home-figure">
        <b className="num">{write(estimate)}</b>
        <span className="t2">{unit === 'value' ? name : t('overview.proved.times', { name })}</span>
      </p>
      <IntervalBar
        {...{ estimate, lower, upper }}
        scale={[Math.min(0, lower * 1.08), Math.max(0, upper * 1.08)]}
        label={t('overview.proved.between', ends)}
        width={320}
      />
      <p className="small t2">
        {t('overview.proved.between', ends)}{' '}
        {t('overview.proved.from', { n: campaigns, date: format.date(since) })}
      </p>
    </div>
  );
}
