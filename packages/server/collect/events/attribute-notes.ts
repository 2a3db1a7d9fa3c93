// What the debugger says of custom attributes: a value of another type than declared, and a name that
// nobody declared. Both are stored and kept with the visitor; neither is a fact.
import { parseInstant } from '@opportune/core/world/instant.ts';
import { isOfType, type CustomAttribute } from '@opportune/protocol/behaviour/attributes.ts';
import { eventName, type JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { problem, type Problem } from '@opportune/protocol/errors.ts';

/** The first thing to say of an `Attributes Set`; null: every value is a fact. */
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
        detail: `"${key}" is declared as ${attribute.type}; this value is no fact.`,
      });
  }
  return undeclared;
}
