// Creates a campaign from a goal, an example and a name. It makes a draft; nothing goes live.
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import {
  type CapQuestion,
  Goal,
  GoalList,
  type Site,
  SiteList,
} from '@opportune/protocol/rest/site.ts';
import { api } from '../api/client.ts';
import { useSuggestedCap } from '../settings/goals/use-suggested-cap.ts';
import { SettingsLink } from '../settings/settings-link.tsx';
import {
  format,
  Button,
  fieldError,
  FormError,
  NotYet,
  PageHeader,
  SelectField,
  TextField,
  useApiMutation,
  useApiQuery,
  t,
} from '../ui/index.ts';
import { starterDocument, starterNames, type StarterName } from './starters.ts';

export function NewPage() {
  const { data, error, refetch } = useApiQuery('/goals', GoalList, { query: { limit: 200 } });
  const sites = useApiQuery('/sites', SiteList, { query: { limit: 200 } });
  return (
    <>
      <PageHeader title={t('campaigns.new.title')} />
      <div className="scroller">
        <div className="new-campaign">
          {data === undefined ? (
            <NotYet error={error} rows={5} columns={2} onRetry={refetch} />
          ) : sites.data === undefined ? (
            <NotYet error={sites.error} rows={5} columns={2} onRetry={sites.refetch} />
          ) : data.items.length === 0 ? (
            <NoGoal />
          ) : (
            <Form goals={data.items} sites={sites.data.items} />
          )}
        </div>
      </div>
    </>
  );
}

function Form({ goals, sites }: { goals: readonly Goal[]; sites: readonly Site[] }) {
  const hash = useRouterState({ select: (state) => state.location.hash });
  const [starter, setStarter] = useState<StarterName>(
    starterNames.find((name) => name === hash) ?? 'cart',
  );
  const [goalId, setGoal] = useState<string>(goals[0]?.id ?? '');
  // The newest, as in the checklist: somebody who has just added a site begins with it.
  const [siteId, setSite] = useState<string>(sites.at(-1)?.id ?? allSites);
  const [name, setName] = useState<string | null>(null);
  const goal = goals.find(({ id }) => id === goalId) ?? goals[0];
  const shown = name ?? (starter === 'blank' ? '' : t(`campaigns.starter.${starter}`));
  const { mutate, error, isPending } = useCreate();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (goal === undefined) return;
        const chosen = sites.filter(({ id }) => id === siteId).map(({ id }) => id);
        mutate(starterDocument(starter, { goal: goal.id, title: shown.trim(), sites: chosen }));
      }}
    >
      <SelectField
        label={t('campaigns.new.goal')}
        value={goalId}
        onChange={(event) => setGoal(event.currentTarget.value)}
        choices={goals.map(({ id, name: label }) => ({ value: id, label }))}
        aside={
          <SettingsLink className="small" page="goals">
            {t('campaigns.new.goal.other')}
          </SettingsLink>
        }
      />
      {sites.length > 1 && <SiteChoice site={siteId} sites={sites} onSite={setSite} />}
      <Starters starter={starter} onStarter={setStarter} />
      <TextField
        label={t('campaigns.new.name')}
        value={shown}
        maxLength={80}
        required
        onChange={(event) => setName(event.currentTarget.value)}
        hint={t('campaigns.new.hint')}
        error={fieldError(error)}
      />
      <Button
        type="submit"
        variant="primary"
        size="form"
        disabled={isPending || shown.trim() === ''}
      >
        {t('campaigns.new.create')}
      </Button>
    </form>
  );
}

function useCreate() {
  const navigate = useNavigate();
  return useApiMutation(
    (document: ReturnType<typeof starterDocument>) =>
      api.post('/campaigns', { document }, Campaign),
    {
      invalidates: ['/campaigns'],
      onDone: ({ id }) =>
        void navigate({ to: '/campaigns/$campaign', params: { campaign: id }, replace: true }),
    },
  );
}

interface SiteChoiceProps {
  readonly site: string;
  readonly sites: readonly Site[];
  readonly onSite: (site: string) => void;
}

function SiteChoice({ site, sites, onSite }: SiteChoiceProps) {
  return (
    <SelectField
      label={t('campaigns.new.site')}
      value={site}
      onChange={(event) => onSite(event.currentTarget.value)}
      choices={[
        ...sites.map(({ id, name }) => ({ value: id, label: name })),
        { value: allSites, label: t('campaigns.new.site.all') },
      ]}
    />
  );
}

interface StartersProps {
  readonly starter: StarterName;
  readonly onStarter: (starter: StarterName) => void;
}

function Starters({ starter, onStarter }: StartersProps) {
  return (
    <fieldset className="starters">
      <legend>{t('campaigns.new.from')}</legend>
      {starterNames.map((each) => (
        <label key={each} className={each === starter ? 'starter on' : 'starter'}>
          <input
            type="radio"
            name="starter"
            checked={each === starter}
            onChange={() => onStarter(each)}
          />
          <b>{t(`campaigns.starter.${each}`)}</b>
          <span className="t2">{t(`campaigns.starter.${each}.text`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Stands for all sites; no site has this id. */
const allSites = '';

const purchase: CapQuestion = {
  event: { event: eventName.orderCompleted },
  value: { type: 'property', path: 'total' },
  key: 'order_id',
};

function NoGoal() {
  const suggested = useSuggestedCap(purchase);
  const cap = suggested?.cap ?? null;
  const goal = {
    name: 'Purchase',
    kind: 'purchase',
    ...purchase,
    valueCap: cap,
    window: { type: 'duration', seconds: 7 * 86_400 },
  };
  const make = useApiMutation(() => api.post('/goals', goal, Goal), {
    invalidates: ['/goals'],
  });
  return (
    <div className="no-goal">
      <p className="t2">{t('campaigns.new.goal.none')}</p>
      <div className="row">
        <Button
          variant="primary"
          size="medium"
          disabled={make.isPending}
          onClick={() => make.mutate(undefined)}
        >
          {t('campaigns.new.goal.purchase')}
        </Button>
        <SettingsLink page="goals" className="btn plain medium">
          {t('campaigns.new.goal.other')}
        </SettingsLink>
      </div>
      <p className="small t3 num">
        {cap === null
          ? t('campaigns.new.goal.purchase.hint')
          : t('campaigns.new.goal.purchase.capped', {
              cap: format.sum(cap),
              days: suggested?.days ?? 0,
            })}
      </p>
      <FormError error={make.error} />
    </div>
  );
}
