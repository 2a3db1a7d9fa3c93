// The history of one channel or all: the figures of some days compared with the days before. One
// figure is drawn as a chart. All are listed by hour, day, skill, agent, channel or campaign, in a
// table and as a file.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ChannelId } from '@opportune/protocol/ids.ts';
import { ChannelList } from '@opportune/protocol/rest/channel/channels.ts';
import {
  figureIds,
  type FigureId,
  History,
  HistoryBy,
  historyLimits,
} from '@opportune/protocol/rest/team/history.ts';
import {
  format,
  Empty,
  Icon,
  NotYet,
  Segmented,
  serverNow,
  useApiQuery,
  t,
  choicesOf,
} from '../../ui/index.ts';
import { channelChoice } from '../../channels/channel-name.ts';
import { speech, within } from '../../words/language.ts';
import { AboutFigure } from './about-figure.tsx';
import { figureWords, restsOn } from './figure-words.ts';
import { HistoryChart } from './history-chart.tsx';
import { HistoryTable } from './history-table.tsx';
import { byOf, dayIn, daysOf, spans, type HistoryPlace } from './history-place.ts';
import { plainDay } from './part-words.ts';
import './history.css';

export function HistoryTab() {
  const place = useSearch({ from: '/team/{-$view}' });
  const today = dayIn(format.timeZone, serverNow());
  const days = daysOf(place, today);
  const { data, error, refetch } = useHistory(place, days);
  return (
    <div className="history-page">
      <Choosing place={place} days={days} today={today} />
      {data === undefined ? (
        <NotYet error={error} rows={6} columns={4} onRetry={refetch} />
      ) : (
        <Shown history={data} figure={place.figure ?? 'begun'} />
      )}
    </div>
  );
}

function useHistory(place: HistoryPlace, days: ReturnType<typeof daysOf>) {
  return useApiQuery('/history', History, {
    query: { ...days, by: byOf(place), channel: place.channel },
    refetchMs: 60_000,
    keep: true,
  });
}

function useGo(): (change: Partial<HistoryPlace>) => void {
  const navigate = useNavigate();
  const place = useSearch({ from: '/team/{-$view}' });
  return (change) =>
    void navigate({
      to: '/team/{-$view}',
      params: { view: 'history' },
      search: { ...place, ...change },
      replace: true,
    });
}

interface ChoosingProps {
  readonly place: HistoryPlace;
  readonly days: { from: string; until: string };
  readonly today: string;
}

function Choosing({ place, days, today }: ChoosingProps) {
  const go = useGo();
  return (
    <div className="history-choose">
      <Segmented
        label={t('history.span')}
        value={place.span ?? '7'}
        // "Own" starts with the days that are shown. The split is reset, because hours are possible
        // only for a few days.
        onChange={(span) => go({ span, by: undefined, ...(span === 'own' ? days : {}) })}
        choices={choicesOf(spans, (value) => t(`history.span.${value}`))}
      />
      {place.span === 'own' && <OwnDays days={days} today={today} go={go} />}
      <span className="grow" />
      <ChannelChoice chosen={place.channel} go={go} />
      <Segmented
        label={t('history.by')}
        value={byOf(place)}
        onChange={(by) => go({ by })}
        choices={choicesOf(HistoryBy.options, (value) => t(`history.by.${value}`))}
      />
    </div>
  );
}

interface ChannelChoiceProps {
  readonly chosen: HistoryPlace['channel'];
  readonly go: ReturnType<typeof useGo>;
}

function ChannelChoice({ chosen, go }: ChannelChoiceProps) {
  const channels = useApiQuery('/channels', ChannelList).data?.channels ?? [];
  return (
    <span className="select history-channel">
      <select
        className="input small"
        aria-label={t('history.channel')}
        value={chosen ?? ''}
        onChange={({ currentTarget: { value } }) =>
          go({ channel: ChannelId.safeParse(value).data })
        }
      >
        <option value="">{t('history.channel.all')}</option>
        {channels.map((channel) => (
          <option key={channel.id} value={channel.id}>
            {channelChoice(channel, channels)}
          </option>
        ))}
      </select>
      <Icon name="down" size={14} />
    </span>
  );
}

interface OwnDaysProps {
  readonly days: ChoosingProps['days'];
  readonly today: string;
  readonly go: ReturnType<typeof useGo>;
}

function OwnDays({ days, today, go }: OwnDaysProps) {
  return (
    <span className="row">
      {(['from', 'until'] as const).map((end) => (
        <input
          key={end}
          type="date"
          className="input small"
          aria-label={t(`history.span.${end}`)}
          value={days[end]}
          max={end === 'from' ? days.until : today}
          min={end === 'until' ? days.from : undefined}
          onChange={({ currentTarget: { value } }) => {
            if (value !== '') go({ [end]: value });
          }}
        />
      ))}
    </span>
  );
}

function Shown({ history, figure }: { history: History; figure: FigureId }) {
  const { before, from, until, by, asOf, whole } = history;
  const isSoFar = from <= dayIn(history.timeZone, asOf) && until >= dayIn(history.timeZone, asOf);
  const span =
    before.from === before.until
      ? t('history.before.day', { from: plainDay(before.from) })
      : t('history.before.title', { from: plainDay(before.from), until: plainDay(before.until) });
  return (
    <>
      <p className="small t3 history-said">
        {from === until ? plainDay(from) : `${plainDay(from)} – ${plainDay(until)}`},{' '}
        {t('history.asOf', { time: format.clock(asOf), zone: history.timeZone })}. {span}
        {isSoFar && `, ${t('history.before.sofar')}`}.
      </p>
      <dl className="history-figures num">
        {figureIds.map((id) => (
          <FigureTile key={id} id={id} isOn={id === figure} history={history} />
        ))}
      </dl>
      {whole.begun.value === 0 && history.parts.length === 0 ? (
        <Empty title={t('history.empty.title')} text={t('history.empty.text')} />
      ) : (
        <>
          <div className="bar team-bar">
            <h2 className="section-title">
              {t('history.chart', {
                figure: t(`history.figure.${figure}`),
                by: by === null ? '' : within(t(`history.by.${by}`)),
              })}
            </h2>
            <span className="grow" />
            <CsvLink history={history} />
          </div>
          <HistoryChart history={history} figure={figure} />
          <HistoryTable history={history} figure={figure} />
          {history.more > 0 && <p className="small t3">{t('history.more', { n: history.more })}</p>}
          {by === 'hour' && from !== until && (
            <p className="small t3">{t('history.too.long', { n: historyLimits.daysByHour })}</p>
          )}
        </>
      )}
    </>
  );
}

function CsvLink({ history: { from, until, by, channel } }: { history: History }) {
  const query = new URLSearchParams({
    ...{ from, until },
    ...(by === null ? {} : { by }),
    ...(channel === null ? {} : { channel }),
    language: speech.get().language,
  });
  return (
    <a className="btn plain small" href={`/api/v1/history.csv?${query}`} download>
      {t('history.csv')}
    </a>
  );
}

function FigureTile({ id, isOn, history }: { id: FigureId; isOn: boolean; history: History }) {
  const go = useGo();
  const { whole, before } = history;
  return (
    <div className={isOn ? 'on' : ''}>
      <dt>
        <button
          type="button"
          className="link-button"
          aria-pressed={isOn}
          onClick={() => go({ figure: id })}
        >
          {t(`history.figure.${id}`)}
        </button>
        <AboutFigure id={id} />
      </dt>
      <dd>
        <span className="history-value">{figureWords(whole[id], id)}</span>
        <span className="small t3">{restsOn(whole[id], id)}</span>
        <span className="small t3">
          {t('history.before', { value: figureWords(before.whole[id], id) })}
        </span>
      </dd>
    </div>
  );
}
