// The form of a goal. What the server refuses stands at its field.
import { useState } from 'react';
import { countsOrderValue } from '@opportune/core/behaviour/apply/order-value.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { RevisedGoal } from '@opportune/protocol/rest/site.ts';
import { api, ApiProblem } from '../../api/client.ts';
import { SelectField, TextField, useApiMutation, useFormat, t } from '../../ui/index.ts';
import { CapSuggestion } from './cap-suggestion.tsx';
import { emptyGoal, goalOf, type GoalFields, fieldsOf } from './goal-fields.ts';
import { SaveDialog } from '../form/save-dialog.tsx';
import { refusalWords } from '../../words/refusal-words.ts';

const events = [
  eventName.orderCompleted,
  eventName.checkoutStarted,
  eventName.checkoutStepCompleted,
  eventName.productAdded,
  eventName.formSubmitted,
  'Lead Submitted',
  'Service Resolved',
  'Signed Up',
];
const kinds = ['purchase', 'lead', 'service', 'page', 'event'] as const;
const trusts = ['page', 'signed', 'server'] as const;

export function GoalDialog({ goal, onClose }: { goal: RevisedGoal | null; onClose: () => void }) {
  const [fields, setFields] = useState<GoalFields>(goal === null ? emptyGoal : fieldsOf(goal));
  const format = useFormat();
  const set = (part: Partial<GoalFields>): void => setFields((now) => ({ ...now, ...part }));
  const save = useApiMutation(() => store(goal, goalOf(fields)), {
    invalidates: ['/goals'],
    onDone: onClose,
  });
  const wrong = (field: string): string | null =>
    save.error instanceof ApiProblem && (save.error.problem.path ?? '').startsWith(field)
      ? refusalWords(save.error.problem)
      : null;
  const choices = <Value extends string>(
    values: readonly Value[],
    label: (value: Value) => string,
  ) => values.map((value) => ({ value, label: label(value) }));
  return (
    <SaveDialog
      title={t(goal === null ? 'settings.goals.form.new' : 'settings.goals.form.edit')}
      onClose={onClose}
      width={520}
      onSave={() => save.mutate(undefined)}
      disabled={save.isPending}
      error={save.error}
    >
      <div className="two">
        <TextField
          label={t('settings.goals.form.name')}
          data-autofocus
          required
          maxLength={80}
          value={fields.name}
          error={wrong('name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <SelectField
          label={t('settings.goals.form.kind')}
          value={fields.kind}
          choices={choices(kinds, (value) => t(`settings.goals.kind.${value}`))}
          onChange={(event) => {
            const kind = kinds.find((each) => each === event.currentTarget.value) ?? 'event';
            set({
              kind,
              ...(kind === 'page' ? { key: '', value: 'none' as const } : {}),
              event:
                kind === 'page'
                  ? eventName.page
                  : fields.event === eventName.page
                    ? eventName.orderCompleted
                    : fields.event,
            });
          }}
        />
      </div>
      {fields.kind === 'page' ? (
        <TextField
          label={t('settings.goals.form.path')}
          required
          value={fields.path}
          error={wrong('event')}
          onChange={(event) => set({ path: event.currentTarget.value })}
        />
      ) : (
        <>
          <TextField
            label={t('settings.goals.form.event')}
            required
            maxLength={200}
            list="goal-events"
            value={fields.event}
            error={wrong('event')}
            onChange={(event) => set({ event: event.currentTarget.value })}
          />
          <datalist id="goal-events">
            {events.map((each) => (
              <option key={each} value={each} />
            ))}
          </datalist>
        </>
      )}
      <div className="two">
        <SelectField
          label={t('settings.goals.form.value')}
          value={fields.value}
          choices={choices(['none', 'property', 'fixed'] as const, (value) =>
            t(`settings.goals.value.${value}`),
          )}
          onChange={(event) =>
            set({
              value:
                (['none', 'property', 'fixed'] as const).find(
                  (each) => each === event.currentTarget.value,
                ) ?? 'none',
            })
          }
        />
        {fields.value === 'fixed' && (
          <TextField
            label={t('settings.goals.form.amount', { currency: format.currency })}
            type="number"
            min={0}
            step="any"
            required
            value={fields.amount}
            error={wrong('value')}
            onChange={(event) => set({ amount: event.currentTarget.value })}
          />
        )}
        {fields.value === 'property' && (
          <TextField
            label={t('settings.goals.form.property')}
            required
            value={fields.property}
            hint={
              countsOrderValue(fields.event.trim(), fields.property.trim())
                ? t('settings.goals.form.property.order')
                : undefined
            }
            error={wrong('value')}
            onChange={(event) => set({ property: event.currentTarget.value })}
          />
        )}
      </div>
      {fields.value !== 'none' && (
        <TextField
          label={t('settings.goals.form.cap', { currency: format.currency })}
          type="number"
          min={0}
          step="any"
          value={fields.cap}
          hint={t('settings.goals.form.cap.hint')}
          error={wrong('valueCap')}
          onChange={(event) => set({ cap: event.currentTarget.value })}
        />
      )}
      {fields.value === 'property' && fields.cap.trim() === '' && (
        <CapSuggestion goal={goalOf(fields)} onTake={(cap) => set({ cap: String(cap) })} />
      )}
      <TextField
        label={t('settings.goals.form.key')}
        value={fields.key}
        maxLength={128}
        hint={t('settings.goals.form.key.hint')}
        error={wrong('key')}
        onChange={(event) => set({ key: event.currentTarget.value })}
      />
      <div className="two">
        <SelectField
          label={t('settings.goals.form.window')}
          value={fields.window}
          choices={[
            { value: 'duration', label: t('settings.goals.window.duration.long') },
            { value: 'visit', label: t('settings.goals.window.visit.long') },
          ]}
          onChange={(event) =>
            set({ window: event.currentTarget.value === 'visit' ? 'visit' : 'duration' })
          }
        />
        {fields.window === 'duration' && (
          <TextField
            label={t('settings.goals.form.days')}
            type="number"
            min={0.01}
            max={90}
            step="any"
            required
            value={fields.days}
            error={wrong('window')}
            onChange={(event) => set({ days: event.currentTarget.value })}
          />
        )}
      </div>
      <SelectField
        label={t('settings.goals.form.trust')}
        value={fields.trust}
        hint={t('settings.goals.form.trust.hint')}
        choices={choices(trusts, (value) => t(`settings.goals.trust.${value}`))}
        onChange={(event) =>
          set({ trust: trusts.find((each) => each === event.currentTarget.value) ?? 'page' })
        }
      />
      {goal !== null && <p className="small t3">{t('settings.goals.form.period')}</p>}
    </SaveDialog>
  );
}

function store(begun: RevisedGoal | null, goal: unknown): Promise<RevisedGoal> {
  return begun === null
    ? api.post('/goals', goal, RevisedGoal)
    : api.put(`/goals/${begun.id}`, goal, RevisedGoal, { revision: begun.revision });
}
