// Operators in the slow and obvious way, as the specification defines them.
import type { FactCondition } from '@opportune/protocol/campaign/condition.ts';
import type { Json } from '@opportune/protocol/behaviour/event.ts';

/** Whether a value compares as required. Null: unknown. */
export function compare(
  found: Json,
  op: FactCondition['op'],
  value: FactCondition['value'],
  now: number,
): boolean {
  if (op === 'exists') {
    const exists = found !== null && found !== '' && !(Array.isArray(found) && found.length === 0);
    return exists === (value !== false);
  }
  if (found === null) return false;
  if (Array.isArray(found)) return compareList(found, op, value);
  if (op === 'in' || op === 'notIn') {
    if (!Array.isArray(value)) return false;
    const fits = value.some((each) => each === found);
    return op === 'in' ? fits : !fits && value.some((each) => typeof each === typeof found);
  }
  if (op === 'between') return inRange(found, value);
  if (op === 'before' || op === 'after' || op === 'withinLast' || op === 'withinNext')
    return compareInstant(instantOf(found), op, value, now);
  return compareScalar(found, op, value);
}

function inRange(found: Json, value: FactCondition['value']): boolean {
  if (!Array.isArray(value) || typeof found !== 'number') return false;
  const [least, most] = value;
  return typeof least === 'number' && typeof most === 'number' && least <= found && found <= most;
}

function compareList(
  found: readonly Json[],
  op: FactCondition['op'],
  value: FactCondition['value'],
): boolean {
  const has = (wanted: Json): boolean => found.some((each) => each === wanted);
  if (op === 'contains') return value !== undefined && !Array.isArray(value) && has(value as Json);
  if (!Array.isArray(value)) return false;
  if (op === 'in') return value.some(has);
  return op === 'notIn' && !value.some(has);
}

function compareScalar(
  found: Json,
  op: FactCondition['op'],
  value: FactCondition['value'],
): boolean {
  if (value === undefined || typeof found !== typeof value || found === null) return false;
  switch (op) {
    case 'eq':
      return found === value;
    case 'ne':
      return found !== value;
    case 'contains':
      return typeof value === 'string' && String(found).includes(value);
    case 'startsWith':
      return typeof value === 'string' && String(found).startsWith(value);
    case 'endsWith':
      return typeof value === 'string' && String(found).endsWith(value);
    case 'matches':
      return typeof value === 'string' && new RegExp(value).test(String(found));
  }
  if (typeof found === 'boolean' || Array.isArray(value)) return false;
  if (op === 'gt') return found > value;
  if (op === 'gte') return found >= value;
  if (op === 'lt') return found < value;
  return op === 'lte' && found <= value;
}

function instantOf(found: Json): number | null {
  if (typeof found === 'number') return found;
  const at = typeof found === 'string' ? Date.parse(found) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

function compareInstant(
  at: number | null,
  op: 'before' | 'after' | 'withinLast' | 'withinNext',
  value: FactCondition['value'],
  now: number,
): boolean {
  if (at === null || typeof value !== 'number') return false;
  if (op === 'before') return at < value;
  if (op === 'after') return at > value;
  if (op === 'withinLast') return at <= now && now - at < value * 1000;
  return at > now && at - now < value * 1000;
}
