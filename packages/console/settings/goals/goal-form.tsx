// The form of a goal. An error from the server appears at its field.
import { countsOrderValue } from '@opportune/core/behaviour/apply/order-value.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { RevisedGoal } from '@opportune/protocol/rest/site.ts';
import { format, t } from '../../ui/index.ts';
import { FormDialog } from '../form/form-frame.tsx';
import { saveRow } from '../form/save-row.ts';
import { useForm, type FormOf } from '../form/use-form.tsx';
import { CapSuggestion } from './cap-suggestion.tsx';
import { emptyGoal, fieldsOf, GoalFields, goalOf } from './goal-fields.ts';

const events = [
  eventName.orderCompleted,
  eventName.checkoutStarted,
  eventName.checkoutStepCompleted,
  eventName.productAdded,
  eventName.formSubmitted,
  'Lead Submitted',
  'Service Resolved',
  'Signed Up',
].map((value) => ({ value, label: value }));
const { kind: kinds, value: values, window: windows, trust: trusts } = GoalFields.shape;

export function GoalDialog({ goal, onClose }: { goal: RevisedGoal | null; onClose: () => void }) {
  const form = useForm({
    schema: GoalFields,
    value: goal === null ? emptyGoal : fieldsOf(goal),
    words: 'settings.goals.form',
    save: (fields) => saveRow('/goals', RevisedGoal, goal)(goalOf(fields)),
    invalidates: ['/goals'],
    onDone: onClose,
  });
  const { field, fields } = form;
  const choices = <Value extends string>(
    all: { readonly options: readonly Value[] },
    label: (value: Value) => string,
  ) => all.options.map((value) => ({ value, label: label(value) }));
  return (
    <FormDialog
      form={form}
      title={t(goal === null ? 'settings.goals.form.new' : 'settings.goals.form.edit')}
      onClose={onClose}
      width={520}
    >
      <div className="two">
        {field('name', { input: { 'data-autofocus': true } })}
        {field('kind', {
          choices: choices(kinds, (value) => t(`settings.goals.kind.${value}`)),
          also: (kind) => ofKind(kind, fields.event),
        })}
      </div>
      {fields.kind === 'page'
        ? field('path', { at: 'event', required: true })
        : field('event', { required: true, suggestions: events })}
      <div className="two">
        {field('value', {
          choices: choices(values, (value) => t(`settings.goals.value.${value}`)),
        })}
        <Amount {...form} />
      </div>
      <Cap {...form} />
      {field('key')}
      <div className="two">
        {field('window', {
          choices: choices(windows, (value) => t(`settings.goals.window.${value}.long`)),
        })}
        {fields.window === 'duration' && field('days', { at: 'window', required: true })}
      </div>
      {field('trust', { choices: choices(trusts, (value) => t(`settings.goals.trust.${value}`)) })}
      {goal !== null && <p className="small t3">{t('settings.goals.form.period')}</p>}
    </FormDialog>
  );
}

type GoalForm = FormOf<GoalFields, 'settings.goals.form'>;

/** What changes with the kind: reaching a page has no value and no key. */
function ofKind(kind: string, event: string) {
  if (kind === 'page') return { key: '', value: 'none' as const, event: eventName.page };
  return event === eventName.page ? { event: eventName.orderCompleted } : {};
}

function Amount({ field, fields }: GoalForm) {
  if (fields.value === 'fixed')
    return field('amount', {
      label: t('settings.goals.form.amount', { currency: format.currency }),
      at: 'value',
      required: true,
    });
  if (fields.value === 'none') return null;
  const isOrder = countsOrderValue(fields.event.trim(), fields.property.trim());
  return field('property', {
    hint: isOrder ? t('settings.goals.form.property.order') : undefined,
    at: 'value',
    required: true,
  });
}

function Cap({ field, fields, draft, set }: GoalForm) {
  if (fields.value === 'none') return null;
  return (
    <>
      {field('cap', {
        label: t('settings.goals.form.cap', { currency: format.currency }),
        at: 'valueCap',
      })}
      {fields.value === 'property' && fields.cap.trim() === '' && draft !== null && (
        <CapSuggestion goal={goalOf(draft)} onTake={(cap) => set({ cap: String(cap) })} />
      )}
    </>
  );
}
