// Debugger notes on custom attributes: a value of another type than declared, or an undeclared
// name. Both are stored and kept with the visitor, but neither is a fact.
import { parseInstant } from '@opportune/core/world/instant.ts';
import { isOfType, type CustomAttribute } from '@opportune/protocol/behaviour/attributes.ts';
import { eventName, type JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { problem, type Problem } from '@opportune/protocol/errors.ts';

/** The first note on an `Attributes Set`. Null if every value is a fact. */
export function attributeProblem(
  name: string,
  properties: JsonObject,
  declared: readonly CustomAttribute[],
): Problem | null {
  if (name !== eventName.attributesSet) return null;
  let undeclared: Problem | null = null;
  for (const [key, value] of Object.entries(properties)) {
    const attribute = declared.find((each) => each.name === key);
    const path = `properties.${key}`;
    if (attribute === undefined) undeclared ??= problem('event.attribute_undeclared', { path });
    else if (value !== null && !isOfType(attribute.type, value, parseInstant))
      return problem('event.attribute_type', {
        path,
        detail: `"${key}" is declared as ${attribute.type}; this value is ignored.`,
      });
  }
  return undeclared;
}
