// The bounds of an event's properties: depth, number of keys, length of strings, and no key that
// could reach an object's prototype. It walks once, copies nothing and stops at the first fault.
import { problem, type ErrorCode, type Problem } from '@opportune/protocol/errors.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { isObject } from '../reading/json.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A fault. Its path from the value is put together on the way back, so only faults pay for it. */
interface Fault {
  readonly code: ErrorCode;
  path: string;
  readonly detail?: string;
}

/** The first fault with the path of the field, or null. `path` names the value itself. */
export function boundsProblem(value: Fields, path: string): Problem | null {
  const fault = walk(value, 1, { keys: 0 });
  return fault === null ? null : problem(fault.code, { ...fault, path: `${path}${fault.path}` });
}

function walk(
  value: Fields | readonly unknown[],
  depth: number,
  counted: { keys: number },
): Fault | null {
  if (depth > intakeLimits.propertyDepth) return { code: 'event.too_deep', path: '' };
  if (!isObject(value)) return walkList(value, depth, counted);
  for (const key in value) {
    counted.keys++;
    if (counted.keys > intakeLimits.propertyCount)
      return { code: 'event.too_many_properties', path: '' };
    const fault = keyFault(key) ?? within(key, valueFault(value[key], depth, counted));
    if (fault !== null) return fault;
  }
  return null;
}

/** Items of a list do not count as keys. The event's size bounds them. */
function walkList(
  list: readonly unknown[],
  depth: number,
  counted: { keys: number },
): Fault | null {
  for (let index = 0; index < list.length; index++) {
    const fault = valueFault(list[index], depth, counted);
    if (fault !== null) return within(String(index), fault);
  }
  return null;
}

function within(key: string, fault: Fault | null): Fault | null {
  if (fault !== null) fault.path = `.${key}${fault.path}`;
  return fault;
}

function keyFault(key: string): Fault | null {
  if (key === '__proto__')
    return { code: 'event.invalid', path: `.${key}`, detail: 'This name is not allowed.' };
  if (key.length > intakeLimits.nameLength)
    return { code: 'event.too_large', path: `.${key.slice(0, 40)}…` };
  if (!key.isWellFormed())
    return { code: 'event.invalid', path: '', detail: 'A name is not valid Unicode.' };
  return null;
}

function valueFault(value: unknown, depth: number, counted: { keys: number }): Fault | null {
  if (typeof value === 'string')
    return value.length > intakeLimits.stringLength ? { code: 'event.too_large', path: '' } : null;
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return null;
    return { code: 'event.invalid', path: '', detail: 'The number is too large.' };
  }
  return isObject(value) || Array.isArray(value) ? walk(value, depth + 1, counted) : null;
}
