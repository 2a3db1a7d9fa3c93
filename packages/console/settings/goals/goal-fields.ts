// A goal as the fields of its form, and back. Parts of a goal that have no field stay as they are.
import { z } from 'zod';
import { Goal } from '@opportune/protocol/campaign/campaign.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';

export const GoalFields = z.object({
  name: z.string().trim().min(1).max(80),
  kind: Goal.shape.kind,
  event: z.string().trim().max(200),
  /** For the kind `page`: the beginning of its path. */
  path: z.string().trim(),
  value: z.enum(['none', 'property', 'fixed']),
  amount: z.number().min(0).nullable(),
  property: z.string().trim(),
  cap: z.number().min(0).nullable(),
  key: z.string().trim().max(128).nullable(),
  window: z.enum(['duration', 'visit']),
  days: z.number().min(0.01).max(90).nullable(),
  trust: Goal.shape.trust,
  /** Further conditions on the event's properties. The form keeps them unchanged. */
  where: Goal.shape.event.shape.where,
});
export type GoalFields = z.infer<typeof GoalFields>;

export const emptyGoal: GoalFields = {
  name: '',
  kind: 'purchase',
  event: eventName.orderCompleted,
  path: '/',
  value: 'property',
  amount: null,
  property: 'total',
  cap: null,
  key: 'order_id',
  window: 'duration',
  days: 7,
  trust: 'server',
};

export function fieldsOf(goal: Goal): GoalFields {
  const { name, kind, event, value, valueCap, key, window, trust } = goal;
  const path = event.where?.find((each) => each.path === 'path')?.value;
  return {
    ...{ name, kind, key, trust, value: value.type, cap: valueCap, window: window.type },
    event: event.event,
    path: kind === 'page' ? String(path ?? '/') : '/',
    amount: value.type === 'fixed' ? value.amount : null,
    property: value.type === 'property' ? value.path : 'total',
    days: window.type === 'duration' ? window.seconds / 86_400 : 7,
    where: event.where,
  };
}

/** The goal that the fields describe, without an id. */
export function goalOf(fields: GoalFields): Omit<Goal, 'id'> {
  return {
    name: fields.name,
    kind: fields.kind,
    event: eventOf(fields),
    value: valueOf(fields),
    valueCap: fields.value === 'none' ? null : fields.cap,
    key: fields.key,
    window:
      fields.window === 'visit'
        ? { type: 'visit' }
        : { type: 'duration', seconds: Math.round((fields.days ?? 0) * 86_400) },
    trust: fields.trust,
  };
}

function eventOf({ kind, event, path, where }: GoalFields): Goal['event'] {
  if (kind !== 'page') return where === undefined ? { event } : { event, where };
  const others = (where ?? []).filter((each) => each.path !== 'path');
  return {
    event: eventName.page,
    where: [{ path: 'path', op: 'startsWith', value: path }, ...others],
  };
}

function valueOf({ value, amount, property }: GoalFields): Goal['value'] {
  switch (value) {
    case 'none':
      return { type: 'none' };
    case 'fixed':
      return { type: 'fixed', amount: amount ?? 0 };
    case 'property':
      return { type: 'property', path: property };
    default:
      return value satisfies never;
  }
}
