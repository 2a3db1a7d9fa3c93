// The head of a campaign's results: its name and state, the period shown, chart or table, and the file
// of its days.
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { apiUrl } from '../api/client.ts';
import { stateTones } from '../campaigns/words.ts';
import { Button, format, Icon, Menu, MenuItem, MenuLabel, Segmented, t, Tag } from '../ui/index.ts';
import { titleStore } from '../ui/title.ts';
import type { EffectMode } from './effect/effect-view.tsx';

interface ResultsTopProps {
  readonly id: string;
  readonly name: string;
  readonly state: Campaign['state'] | undefined;
  readonly results: CampaignResults | undefined;
  readonly mode: EffectMode;
  readonly onMode: (mode: EffectMode) => void;
}

/** Names the page after the campaign. Without results there is no period to choose yet. */
export function ResultsTop({ id, name, state, results, mode, onMode }: ResultsTopProps) {
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
