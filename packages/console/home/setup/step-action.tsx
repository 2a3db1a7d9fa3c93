// What a step of the checklist says, and its one action.
import { Link } from '@tanstack/react-router';
import type { Setup, SetupWish } from '@opportune/protocol/rest/setup.ts';
import { MailTest } from '@opportune/protocol/rest/mail.ts';
import { chime, setAlerts } from '../../alerts/alert.ts';
import { api } from '../../api/client.ts';
import { SettingsLink } from '../../settings/settings-link.tsx';
import { Button, format, say, sayError, t, useApiMutation } from '../../ui/index.ts';
import { firstSeen, type Step } from './steps.ts';

interface Business {
  readonly name: string;
  readonly timeZone: string;
  readonly currency: string;
}

export function stepText({ name, state }: Step, setup: Setup, of: Business): string {
  if (state !== 'done') return t(`setup.${name}.text`);
  switch (name) {
    case 'business':
      return [of.name, of.timeZone, of.currency].join(' · ');
    case 'tag':
      return t('setup.tag.done', { date: format.dateTime(firstSeen(setup) ?? 0) });
    case 'campaign':
      return t('setup.campaign.done', { n: setup.campaigns });
    case 'people':
      return t('setup.people.done', { n: setup.people });
    case 'brand':
    case 'mail':
    case 'sounds':
      return t(`setup.${name}.done`);
  }
}

export function StepAction({ step: { name, state }, setup }: { step: Step; setup: Setup }) {
  const isDone = state === 'done';
  switch (name) {
    case 'business':
      return <Quiet page="account" words={t('setup.change')} about={t('setup.business')} />;
    case 'brand':
      return isDone ? (
        <Quiet page="brand" words={t('setup.change')} about={t('setup.brand')} />
      ) : (
        <Open page="brand" words={t('setup.brand.act')} />
      );
    case 'tag':
      return isDone ? (
        <Quiet page="sites" words={t('setup.change')} about={t('setup.tag')} />
      ) : null;
    case 'mail':
      return isDone ? <TestLetter /> : <Open page="email" words={t('setup.mail.act')} />;
    case 'campaign':
      return isDone ? null : <Template wants={setup.wants} />;
    case 'people':
      return isDone ? null : <Open page="people" words={t('setup.people.act')} />;
    case 'sounds':
      return <TrySound />;
  }
}

function Open({ page, words }: { page: string; words: string }) {
  return (
    <SettingsLink page={page} className="btn plain small">
      {words}
    </SettingsLink>
  );
}

function Quiet({ page, words, about }: { page: string; words: string; about: string }) {
  return (
    <SettingsLink page={page} className="small setup-change">
      {words}
      <span className="aside-voice">{`: ${about}`}</span>
    </SettingsLink>
  );
}

/** The template of what the business wants first. Without one the page of a new campaign lists all. */
function Template({ wants }: { wants: SetupWish | null }) {
  const template = wants === 'answers' || wants === null ? undefined : wants;
  return (
    <Link
      to="/campaigns/$campaign"
      params={{ campaign: 'new' }}
      {...(template === undefined ? {} : { hash: template })}
      className="btn plain small"
    >
      {template === undefined ? t('setup.campaign.act') : t(`campaigns.starter.${template}`)}
    </Link>
  );
}

function TestLetter() {
  const test = useApiMutation(() => api.post('/mail/test', {}, MailTest), {
    onDone: ({ to }) => say(t('settings.email.test.sent', { to })),
  });
  return (
    <Button disabled={test.isPending} onClick={() => test.mutate(undefined, { onError: sayError })}>
      {t('settings.email.test')}
    </Button>
  );
}

/** Trying it counts as having chosen: who hears nothing finds the settings beside it. */
function TrySound() {
  const act = (): void => {
    chime();
    setAlerts({});
  };
  return (
    <Button icon="sound" onClick={act}>
      {t('setup.sounds.act')}
    </Button>
  );
}
