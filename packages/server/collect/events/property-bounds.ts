// The bounds of an event's properties: depth, number of keys, length of strings, and no key that
// could reach an object's prototype. It walks once, copies nothing and stops at the first fault.
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import { intakeLimits } from '@opportune/protocol/limits.ts';
import { isObject } from '../reading/json.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The first fault with the path of the field, or null. `path` is what the value is called. */
export function boundsProblem(value: Fields, path: string): Problem | null {
  return walk(value, path, 1, { keys: 0 });
}

function walk(
  value: Fields | readonly unknown[],
  path: string,
  depth: number,
  counted: { keys: number },
): Problem | null {
  if (depth > intakeLimits.propertyDepth) return problem('event.too_deep', { path });
  if (!isObject(value)) return walkList(value, path, depth, counted);
  for (const key in value) {
    counted.keys++;
    if (counted.keys > intakeLimits.propertyCount)
      return problem('event.too_many_properties', { path });
    const fault = keyProblem(key, path) ?? valueProblem(value[key], key, path, depth, counted);
    if (fault !== null) return fault;
  }
  return null;
}

/** Items of a list are no keys; the size of the event bounds them. */
function walkList(
  list: readonly unknown[],
  path: string,
  depth: number,
  counted: { keys: number },
): Problem | null {
  for (let index = 0; index < list.length; index++) {
    const fault = valueProblem(list[index], String(index), path, depth, counted);
    if (fault !== null) return fault;
  }
  return null;
}

function keyProblem(key: string, path: string): Problem | null {
  if (key === '__proto__')
    return problem('event.invalid', {
      path: `${path}.${key}`,
      detail: 'This name is not allowed.',
    });
  if (key.length > intakeLimits.nameLength)
    return problem('event.too_large', { path: `${path}.${key.slice(0, 40)}…` });
  if (!key.isWellFormed())
    return problem('event.invalid', { path, detail: 'A name is not valid Unicode.' });
  return null;
}

function valueProblem(
  value: unknown,
  key: string,
  path: string,
  depth: number,
  counted: { keys: number },
): Problem | null {
  if (typeof value === 'string') {
    return value.length > intakeLimits.stringLength
      ? problem('event.too_large', { path: `${path}.${key}` })
      : null;
  }
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return null;
    return problem('event.invalid', { path: `${path}.${key}`, detail: 'The number is too large.' });
  }
  return isObject(value) || Array.isArray(value)
    ? walk(value, `${path}.${key}`, depth + 1, counted)
    : null;
}
