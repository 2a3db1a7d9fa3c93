// What an account without campaigns sees: the three steps to the first one, each with its progress,
// and examples to begin with.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { UserList } from '@opportune/protocol/rest/account.ts';
import { DebugList, GoalList, SiteList } from '@opportune/protocol/rest/site.ts';
import { SettingsLink } from '../settings/settings-link.tsx';
import { Icon, useApiQuery, t } from '../ui/index.ts';
import { NewButton } from './new-button.tsx';
import { starterNames } from './starters.ts';

export function EmptyStart() {
  const sites = useApiQuery('/sites', SiteList).data?.items;
  const goals = useApiQuery('/goals', GoalList).data?.items ?? [];
  const users = useApiQuery('/users', UserList).data?.items ?? [];
  const [site] = sites ?? [];
  const seen =
    useApiQuery(`/sites/${site?.id ?? ''}/debugger`, DebugList, { enabled: site !== undefined })
      .data?.accepted ?? 0;
  const tagText =
    site === undefined
      ? t('campaigns.empty.tag.none')
      : seen === 0
        ? t('campaigns.empty.tag.silent', { site: site.name })
        : t('campaigns.empty.tag.events', { site: site.name, n: seen });
  const goalText =
    goals.length === 0
      ? t('campaigns.empty.goal.none')
      : t('campaigns.empty.goal.some', { names: goals.map(({ name }) => name).join(', ') });
  return (
    <div className="campaign-empty scroller">
      <div>
        <h2>{t('campaigns.empty.title')}</h2>
        <p className="t2">{t('campaigns.empty.text')}</p>
        <ol className="start-steps">
          <Step
            number={1}
            state={seen > 0 ? 'done' : 'now'}
            title={t('campaigns.empty.tag')}
            text={tagText}
          >
            {seen === 0 && (
              <SettingsLink page="sites" className="btn plain small">
                {t('campaigns.empty.tag.action')}
              </SettingsLink>
            )}
          </Step>
          <Step
            number={2}
            state={seen > 0 ? 'now' : 'later'}
            title={t('campaigns.empty.goal')}
            text={goalText}
          >
            <NewButton />
          </Step>
          <Step
            number={3}
            state={users.length > 1 ? 'done' : 'later'}
            title={t('campaigns.empty.agents')}
            text={t('campaigns.empty.agents.text')}
          >
            <SettingsLink page="people" className="btn plain small">
              {t('campaigns.empty.agents.action')}
            </SettingsLink>
          </Step>
        </ol>
        <Examples />
      </div>
    </div>
  );
}

function Examples() {
  return (
    <p className="small t3">
      {t('campaigns.empty.examples')}{' '}
      {starterNames
        .filter((name) => name !== 'blank')
        .map((name, at) => (
          <span key={name}>
            {at > 0 && ' · '}
            <Link to="/campaigns/$campaign" params={{ campaign: 'new' }} hash={name}>
              {t(`campaigns.starter.${name}`)}
            </Link>
          </span>
        ))}
    </p>
  );
}

interface StepProps {
  readonly number: number;
  readonly state: 'done' | 'now' | 'later';
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}

function Step({ number, state, title, text, children }: StepProps) {
  return (
    <li>
      <StepMark number={number} state={state} />
      <div>
        <b>{title}</b>
        <span className="t2">{text}</span>
      </div>
      {children}
    </li>
  );
}

function StepMark({ number, state }: { number: number; state: StepProps['state'] }) {
  return (
    <span className={`step-mark ${state}`}>
      {state === 'done' ? (
        <>
          <Icon name="check" size={14} />
          <span className="aside-voice">{t('campaigns.empty.done')}</span>
        </>
      ) : (
        number
      )}
    </span>
  );
}
