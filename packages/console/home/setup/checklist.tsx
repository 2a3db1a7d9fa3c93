// The checklist of the first hour, for administrators. It lies on Home and covers nothing. Each step
// is done by a fact; only putting the checklist away is stored, for the whole account.
import type { ReactNode } from 'react';
import { Setup } from '@opportune/protocol/rest/setup.ts';
import { alertsChosen } from '../../alerts/alert.ts';
import { api } from '../../api/client.ts';
import { useSession } from '../../session/session.tsx';
import {
  Button,
  Icon,
  invalidate,
  say,
  sayError,
  t,
  useApiMutation,
  useApiQuery,
  useStore,
} from '../../ui/index.ts';
import { StepAction, stepText } from './step-action.tsx';
import { firstSeen, isShown, stepsOf, type Step } from './steps.ts';
import { TagStep } from './tag-step.tsx';
import './setup.css';

/** While no page of the account was seen, the answer is asked for at this interval. */
const waitingMs = 5_000;

export function Checklist() {
  const heard = useStore(alertsChosen, (value) => value);
  const { data: setup } = useSetup();
  if (setup === undefined) return null;
  const steps = stepsOf(setup, heard);
  return isShown(setup, steps) ? <Steps setup={setup} steps={steps} /> : null;
}

function useSetup() {
  const known = useApiQuery('/setup', Setup);
  const isSeen = known.data !== undefined && firstSeen(known.data) !== null;
  const isAway = known.data?.dismissedAt != null;
  return useApiQuery('/setup', Setup, isSeen || isAway ? {} : { refetchMs: waitingMs });
}

function Steps({ setup, steps }: { setup: Setup; steps: readonly Step[] }) {
  const { account } = useSession();
  const done = steps.filter(({ state }) => state === 'done').length;
  return (
    <section className="home-panel setup" aria-labelledby="setup-title">
      <header>
        <div className="grow">
          <h2 id="setup-title" className="setup-title">
            {t('setup.title', { name: account.settings.name })}
          </h2>
          <p className="small t3">{t('setup.text')}</p>
        </div>
        <span className="small t2 num">{t('setup.done', { n: done, all: steps.length })}</span>
        <span className="setup-progress" aria-hidden="true">
          <i style={{ width: `${(done / steps.length) * 100}%` }} />
        </span>
        <PutAway />
      </header>
      <ol className="setup-steps">
        {steps.map((step, at) => (
          <StepRow key={step.name} step={step} number={at + 1} setup={setup}>
            {step.name === 'tag' && step.state !== 'done' && <TagStep setup={setup} />}
          </StepRow>
        ))}
      </ol>
    </section>
  );
}

function PutAway() {
  const put = useApiMutation(() => putAway(true), { invalidates: ['/setup'] });
  const undo = (): void => {
    void putAway(false).then(() => invalidate('/setup'), sayError);
  };
  const onSuccess = (): void => say(t('setup.away.done'), undo);
  return (
    <Button
      variant="quiet"
      disabled={put.isPending}
      onClick={() => put.mutate(undefined, { onError: sayError, onSuccess })}
    >
      {t('setup.away')}
    </Button>
  );
}

function putAway(dismissed: boolean): Promise<Setup> {
  return api.patch('/setup', { dismissed }, Setup);
}

interface StepRowProps {
  readonly step: Step;
  readonly number: number;
  readonly setup: Setup;
  readonly children: ReactNode;
}

function StepRow({ step, number, setup, children }: StepRowProps) {
  const { name, state } = step;
  return (
    <li>
      <div className="setup-step">
        <span className={`setup-mark ${state}`}>
          {state === 'done' ? <Icon name="check" size={12} /> : number}
          {state === 'done' && <span className="aside-voice">{t('setup.step.done')}</span>}
        </span>
        <div className="setup-what">
          <b>{t(`setup.${name}`)}</b> <StepText step={step} setup={setup} />
        </div>
        <StepAction step={step} setup={setup} />
      </div>
      {children}
    </li>
  );
}

function StepText({ step, setup }: { step: Step; setup: Setup }) {
  const { user, account } = useSession();
  return (
    <span className="t3">{stepText(step, setup, { ...account.settings, name: user.name })}</span>
  );
}
