// The account's rules of routing: how agents get what waits, how long it rings, and what happens to
// those who do not answer. What a single skill says otherwise is with the skill.
import { useState } from 'react';
import {
  AssignmentMode,
  routingLimits,
  RoutingSettings,
} from '@opportune/protocol/rest/routing.ts';
import { api } from '../api/client.ts';
import { Button, FormError, NotYet, say, useApiMutation, useApiQuery } from '../ui/index.ts';
import { SelectField, TextField } from '../ui/index.ts';
import { restOnSkills } from './skills.ts';
import { r } from './routing-words.ts';
import { s } from './words.ts';

export function RoutingPage() {
  const { data, error, refetch } = useApiQuery('/routing', RoutingSettings);
  return (
    <div className="settings-body" tabIndex={0} role="region" aria-label={r('settings.title')}>
      <h2 className="settings-title">{r('settings.title')}</h2>
      <p className="t2">{r('settings.text')}</p>
      {data === undefined ? (
        <NotYet error={error} rows={3} columns={1} onRetry={refetch} />
      ) : (
        <Form settings={data} />
      )}
    </div>
  );
}

type Fields = Readonly<Record<keyof RoutingSettings, string>>;

function Form({ settings }: { settings: RoutingSettings }) {
  const [fields, setFields] = useState(() => fieldsOf(settings));
  const set = (part: Partial<Fields>): void => setFields((now) => ({ ...now, ...part }));
  const next = RoutingSettings.safeParse(settingsOf(fields)).data;
  const changed = next !== undefined && JSON.stringify(next) !== JSON.stringify(settings);
  const save = useApiMutation(() => api.put('/routing', next, RoutingSettings), {
    invalidates: ['/routing', ...restOnSkills],
    onDone: () => say(s('saved')),
  });
  const number = (name: 'ringS' | 'misses' | 'sameAgentDays') => ({
    type: 'number',
    required: true,
    min: routingLimits[name].least,
    max: routingLimits[name].most,
    value: fields[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      set({ [name]: event.currentTarget.value }),
  });
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined);
      }}
    >
      <SelectField
        label={r('settings.mode')}
        hint={r(`mode.${AssignmentMode.parse(fields.mode)}.hint`)}
        value={fields.mode}
        choices={AssignmentMode.options.map((value) => ({ value, label: r(`mode.${value}`) }))}
        onChange={(event) => set({ mode: event.currentTarget.value })}
      />
      <TextField label={r('settings.ring')} hint={r('settings.ring.hint')} {...number('ringS')} />
      <TextField
        label={r('settings.misses')}
        hint={r('settings.misses.hint')}
        {...number('misses')}
      />
      <TextField
        label={r('settings.same')}
        hint={r('settings.same.hint')}
        {...number('sameAgentDays')}
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

function fieldsOf(settings: RoutingSettings): Fields {
  const { mode, ringS, misses, sameAgentDays } = settings;
  return {
    mode,
    ringS: String(ringS),
    misses: String(misses),
    sameAgentDays: String(sameAgentDays),
  };
}

function settingsOf({ mode, ...numbers }: Fields): unknown {
  const entries = Object.entries(numbers).map(([name, text]) => [name, Number(text)]);
  return { mode, ...Object.fromEntries(entries) };
}
