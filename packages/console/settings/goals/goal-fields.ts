// A goal as the fields of its form, and back. Parts of a goal that the form has no field for stay.
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';

export interface GoalFields {
  readonly name: string;
  readonly kind: Goal['kind'];
  readonly event: string;
  /** With the kind `page`: what its path begins with. */
  readonly path: string;
  readonly value: Goal['value']['type'];
  readonly amount: string;
  readonly property: string;
  readonly cap: string;
  readonly key: string;
  readonly window: Goal['window']['type'];
  readonly days: string;
  readonly trust: Goal['trust'];
  /** Further demands on the event's properties, kept as they are. */
  readonly where: Goal['event']['where'];
}

export const emptyGoal: GoalFields = {
  name: '',
  kind: 'purchase',
  event: eventName.orderCompleted,
  path: '/',
  value: 'property',
  amount: '',
  property: 'total',
  cap: '',
  key: 'order_id',
  window: 'duration',
  days: '7',
  trust: 'server',
  where: undefined,
};

export function fieldsOf(goal: Goal): GoalFields {
  const { name, kind, event, value, valueCap, key, window, trust } = goal;
  return {
    name,
    kind,
    trust,
    event: event.event,
    path:
      kind === 'page'
        ? String(event.where?.find(({ path }) => path === 'path')?.value ?? '/')
        : '/',
    value: value.type,
    amount: value.type === 'fixed' ? String(value.amount) : '',
    property: value.type === 'property' ? value.path : 'total',
    cap: valueCap === null ? '' : String(valueCap),
    key: key ?? '',
    window: window.type,
    days: window.type === 'duration' ? String(window.seconds / 86_400) : '7',
    where: event.where,
  };
}

/** The goal that the fields say, without an id. */
export function goalOf(fields: GoalFields): Omit<Goal, 'id'> {
  return {
    name: fields.name.trim(),
    kind: fields.kind,
    event: eventOf(fields),
    value: valueOf(fields),
    valueCap: fields.value === 'none' || fields.cap.trim() === '' ? null : Number(fields.cap),
    key: fields.key.trim() === '' ? null : fields.key.trim(),
    window:
      fields.window === 'visit'
        ? { type: 'visit' }
        : { type: 'duration', seconds: Math.round(Number(fields.days) * 86_400) },
    trust: fields.trust,
  };
}

function eventOf({ kind, event, path, where }: GoalFields): Goal['event'] {
  if (kind !== 'page')
    return where === undefined ? { event: event.trim() } : { event: event.trim(), where };
  const others = (where ?? []).filter((each) => each.path !== 'path');
  return {
    event: eventName.page,
    where: [{ path: 'path', op: 'startsWith', value: path.trim() }, ...others],
  };
}

function valueOf({ value, amount, property }: GoalFields): Goal['value'] {
  switch (value) {
    case 'none':
      return { type: 'none' };
    case 'fixed':
      return { type: 'fixed', amount: Number(amount) };
    case 'property':
      return { type: 'property', path: property.trim() };
    default:
      return value satisfies never;
  }
}
