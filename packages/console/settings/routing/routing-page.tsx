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
} from '../../ui/index.ts';
import {
  fieldsOf,
  type NumberName,
  type RoutingFields,
  settingsOf,
  tierSteps,
} from './routing-fields.ts';
import { HoursFields } from './hours-fields.tsx';
import { r } from '../routing-words.ts';
import { restOnSkills } from './skills.ts';
import { s } from '../words.ts';

export function RoutingPage() {
  const { data, error, refetch } = useApiQuery('/routing', RevisedRouting);
  return (
    <div className="settings-body" tabIndex={0} role="region" aria-label={r('settings.title')}>
      <div className="settings-head">
        <h2 className="settings-title">{r('settings.title')}</h2>
        <p className="t2">{r('settings.text')}</p>
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
        say(s('saved'));
      },
    },
  );
  const number = (name: NumberName) => (
    <TextField
      label={r(`settings.${name}`)}
      hint={r(`settings.${name}.hint`)}
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
        label={r('settings.mode')}
        hint={r(`mode.${AssignmentMode.parse(fields.mode)}.hint`)}
        value={fields.mode}
        choices={AssignmentMode.options.map((value) => ({ value, label: r(`mode.${value}`) }))}
        onChange={(event) => set({ mode: event.currentTarget.value })}
      />
      {number('ringS')}
      {number('misses')}
      {number('sameAgentDays')}
      <Switch
        label={r('settings.takeOver')}
        checked={fields.agentsTakeOver}
        onChange={(agentsTakeOver) => set({ agentsTakeOver })}
      />
      <TextField
        label={r('settings.reasons')}
        hint={r('settings.reasons.hint')}
        value={fields.reasons}
        onChange={(event) => set({ reasons: event.currentTarget.value })}
      />
      <h3 className="section-title">{r('settings.first')}</h3>
      <p className="t2">{r('settings.first.text')}</p>
      {number('stepS')}
      <Tiers fields={fields} set={set} />
      <TextField
        label={r('settings.fullValue')}
        hint={r('settings.fullValue.hint')}
        type="number"
        min={0}
        value={fields.fullValue}
        onChange={(event) => set({ fullValue: event.currentTarget.value })}
      />
      <HoursFields
        without={r('hours.always')}
        hours={fields.hours}
        onChange={(hours) => set({ hours })}
      />
      <FormError error={save.error} />
      <div>
        <Button type="submit" variant="primary" disabled={!changed || save.isPending}>
          {s('save')}
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
        label={r('settings.tier')}
        hint={r('settings.tier.hint')}
        maxLength={64}
        value={fields.attribute}
        onChange={(event) => set({ attribute: event.currentTarget.value })}
      />
      {fields.attribute.trim() !== '' &&
        tierSteps.map((steps) => (
          <TextField
            key={steps}
            label={r('settings.tier.values', { n: steps })}
            placeholder={r('settings.tier.example')}
            value={fields.tiers[steps] ?? ''}
            onChange={(event) =>
              set({ tiers: { ...fields.tiers, [steps]: event.currentTarget.value } })
            }
          />
        ))}
    </>
  );
}
