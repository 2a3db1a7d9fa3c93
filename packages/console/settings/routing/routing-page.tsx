// The account's rules of routing: how agents get what waits, what happens to those who do not answer, and
// who is served first. What a single skill says otherwise is with the skill.
import { useState } from 'react';
import {
  type RoutingSettings,
  AssignmentMode,
  routingLimits,
  RevisedRouting,
} from '@opportune/protocol/rest/team/routing.ts';
import {
  Begun,
  Button,
  FormError,
  NotYet,
  say,
  SelectField,
  Switch,
  TextField,
  useWholeSave,
  useApiQuery,
  t,
} from '../../ui/index.ts';
import {
  fieldsOf,
  type NumberName,
  type RoutingFields,
  settingsOf,
  tierSteps,
} from './routing-fields.ts';
import { HoursFields } from './hours-fields.tsx';
import { restOnSkills } from './skills.ts';

export function RoutingPage() {
  const { data, error, refetch } = useApiQuery('/routing', RevisedRouting);
  return (
    <div
      className="settings-body"
      tabIndex={0}
      role="region"
      aria-label={t('routingSettings.settings.title')}
    >
      <div className="settings-head">
        <h2 className="settings-title">{t('routingSettings.settings.title')}</h2>
        <p className="t2">{t('routingSettings.settings.text')}</p>
      </div>
      {data === undefined ? (
        <NotYet error={error} rows={5} columns={1} onRetry={refetch} />
      ) : (
        <Begun now={data} reread={refetch}>
          {(settings, saved) => <Form settings={settings} saved={saved} />}
        </Begun>
      )}
    </div>
  );
}

function Form({
  settings,
  saved,
}: {
  settings: RevisedRouting;
  saved: (answer: RevisedRouting) => void;
}) {
  const [fields, setFields] = useState(() => fieldsOf(settings));
  const set = (part: Partial<RoutingFields>): void => setFields((now) => ({ ...now, ...part }));
  const next = settingsOf(fields);
  const { revision, ...kept } = settings;
  const changed = next !== null && JSON.stringify(next) !== JSON.stringify(kept);
  const save = useWholeSave<RoutingSettings | null, typeof RevisedRouting>(
    '/routing',
    RevisedRouting,
    {
      invalidates: restOnSkills,
      onDone: (answer) => {
        saved(answer);
        say(t('settings.saved'));
      },
    },
  );
  const number = (name: NumberName) => (
    <TextField
      label={t(`routingSettings.settings.${name}`)}
      hint={t(`routingSettings.settings.${name}.hint`)}
      type="number"
      required
      min={routingLimits[name].least}
      max={routingLimits[name].most}
      value={fields.numbers[name]}
      onChange={(event) =>
        set({ numbers: { ...fields.numbers, [name]: event.currentTarget.value } })
      }
    />
  );
  return (
    <form
      className="settings-form account-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ draft: next, revision });
      }}
    >
      <SelectField
        label={t('routingSettings.settings.mode')}
        hint={t(`routingSettings.mode.${AssignmentMode.parse(fields.mode)}.hint`)}
        value={fields.mode}
        choices={AssignmentMode.options.map((value) => ({
          value,
          label: t(`routingSettings.mode.${value}`),
        }))}
        onChange={(event) => set({ mode: event.currentTarget.value })}
      />
      {number('ringS')}
      {number('misses')}
      {number('sameAgentDays')}
      <Switch
        label={t('routingSettings.settings.takeOver')}
        checked={fields.agentsTakeOver}
        onChange={(agentsTakeOver) => set({ agentsTakeOver })}
      />
      <TextField
        label={t('routingSettings.settings.reasons')}
        hint={t('routingSettings.settings.reasons.hint')}
        value={fields.reasons}
        onChange={(event) => set({ reasons: event.currentTarget.value })}
      />
      <h3 className="section-title">{t('routingSettings.settings.first')}</h3>
      <p className="t2">{t('routingSettings.settings.first.text')}</p>
      {number('stepS')}
      <Tiers fields={fields} set={set} />
      <TextField
        label={t('routingSettings.settings.fullValue')}
        hint={t('routingSettings.settings.fullValue.hint')}
        type="number"
        min={0}
        value={fields.fullValue}
        onChange={(event) => set({ fullValue: event.currentTarget.value })}
      />
      <HoursFields
        without={t('routingSettings.hours.always')}
        hours={fields.hours}
        onChange={(hours) => set({ hours })}
      />
      <FormError error={save.error} />
      <div>
        <Button type="submit" variant="primary" disabled={!changed || save.isPending}>
          {t('settings.save')}
        </Button>
      </div>
    </form>
  );
}

function Tiers({
  fields,
  set,
}: {
  fields: RoutingFields;
  set: (part: Partial<RoutingFields>) => void;
}) {
  return (
    <>
      <TextField
        label={t('routingSettings.settings.tier')}
        hint={t('routingSettings.settings.tier.hint')}
        maxLength={64}
        value={fields.attribute}
        onChange={(event) => set({ attribute: event.currentTarget.value })}
      />
      {fields.attribute.trim() !== '' &&
        tierSteps.map((steps) => (
          <TextField
            key={steps}
            label={t('routingSettings.settings.tier.values', { n: steps })}
            placeholder={t('routingSettings.settings.tier.example')}
            value={fields.tiers[steps] ?? ''}
            onChange={(event) =>
              set({ tiers: { ...fields.tiers, [steps]: event.currentTarget.value } })
            }
          />
        ))}
    </>
  );
}
