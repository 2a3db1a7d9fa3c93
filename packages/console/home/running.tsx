// The campaigns that run, each with the interval of its gain, all on one scale. The list of
// campaigns has the same figures.
import { Link } from '@tanstack/react-router';
import { CampaignList, type CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';
import { commonScale } from '../campaigns/scale.ts';
import { Gain, GainBar } from '../campaigns/summary-columns.tsx';
import { shareWords } from '../campaigns/words.ts';
import { signedShare } from '../results/words.ts';
import { useLiveQuery } from '../results/use-live-query.ts';
import { useSession } from '../session/session.tsx';
import { column, figureColumn, format, NotYet, t, Table, type Column } from '../ui/index.ts';
import { NewButton } from '../campaigns/new-button.tsx';
import { Panel } from './panel.tsx';

/** The most campaigns shown here: those with the most eligible visitors. */
const most = 6;

export function Running() {
  const { data, error, refetch } = useLiveQuery('/campaigns', CampaignList, { limit: 200 });
  const all = data?.items ?? [];
  const running = all.filter(({ state }) => state === 'running');
  const rows = running.toSorted((a, b) => b.eligible - a.eligible).slice(0, most);
  return (
    <Panel
      title={t('overview.running.title')}
      beside={
        running.length > rows.length && (
          <span className="small t3 num">
            {t('overview.running.of', { n: rows.length, all: running.length })}
          </span>
        )
      }
      end={
        <Link to="/campaigns" className="small">
          {t('overview.running.all')}
        </Link>
      }
    >
      {data === undefined ? (
        <NotYet error={error} rows={4} columns={4} onRetry={refetch} />
      ) : rows.length === 0 ? (
        <None hasAny={all.length > 0} />
      ) : (
        <Rows rows={rows} />
      )}
      <Foot />
    </Panel>
  );
}

function None({ hasAny }: { hasAny: boolean }) {
  return (
    <div className="row home-foot">
      <span className="grow t2">
        {t(hasAny ? 'overview.running.none' : 'overview.running.first')}
      </span>
      <NewButton />
    </div>
  );
}

function Rows({ rows }: { rows: readonly CampaignSummary[] }) {
  return (
    <Table
      caption={t('overview.running.title')}
      className="num home-campaigns phone-list"
      columns={columns(commonScale(rows.map(({ effect }) => effect)))}
      rows={rows}
      rowKey={({ id }) => id}
    />
  );
}

function columns(scale: readonly [number, number]): readonly Column<CampaignSummary>[] {
  return [
    column('campaigns.column.campaign', ({ id, name }) => (
      <Link to="/campaigns/$campaign" params={{ campaign: id }} className="campaign-name medium">
        {name}
      </Link>
    )),
    column('campaigns.column.goal', 140, ({ goalName }) => <span className="t2">{goalName}</span>),
    figureColumn('campaigns.column.eligible', 84, ({ eligible }) => format.number(eligible)),
    column('campaigns.column.interval', 208, (row) => <GainBar row={row} scale={scale} />),
    figureColumn('campaigns.column.gain', 108, (row) => <GainOf row={row} />),
  ];
}

/** A gain is a number only once its interval excludes zero. */
function GainOf({ row: { id, effect } }: { row: CampaignSummary }) {
  const isProved = effect !== null && (effect.lower > 0 || effect.upper < 0);
  return (
    <Gain effect={effect}>
      {() => (
        <Link to="/results/$campaign" params={{ campaign: id }} className="campaign-name">
          {isProved && effect !== null ? (
            <b className="medium">{signedShare(effect.gain)}</b>
          ) : (
            <span className="t3">{t('overview.running.unproved')}</span>
          )}
        </Link>
      )}
    </Gain>
  );
}

function Foot() {
  const { account } = useSession();
  const { holdout } = account.settings;
  if (holdout === 0) return null;
  return (
    <p className="small t3 home-foot">
      {t('campaigns.list.foot.holdout', { share: shareWords(holdout) })}
    </p>
  );
}
