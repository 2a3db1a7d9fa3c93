// Custom attributes as facts: only those that the account declares, with their declared type. A
// stored value of another type counts as unset. A personal value is never shown.
import { isOfType, type CustomAttribute } from '@opportune/protocol/behaviour/attributes.ts';
import {
  customFactPrefix,
  factDefinition,
  type FactDefinition,
} from '@opportune/protocol/behaviour/facts.ts';
import { parseInstant } from '../../world/instant.ts';
import type { Profile, Scalar } from '../profile.ts';

/** What an account declares, by name. */
export type Declared = ReadonlyMap<string, CustomAttribute>;

export const nothingDeclared: Declared = new Map();
/** Shown instead of the value of a personal attribute. */
export const withheld = '•••';

export function declaredBy(attributes: readonly CustomAttribute[]): Declared {
  return new Map(attributes.map((each) => [each.name, each]));
}

/**
 * The definition of a fact for an account; undefined if there is none. `declared` null: the
 * declarations are unknown, and a custom attribute may be of any type, like a trait.
 */
export function definitionOf(fact: string, declared: Declared | null): FactDefinition | undefined {
  const definition = factDefinition(fact);
  if (definition?.group !== 'custom') return definition;
  if (declared === null) return { ...definition, group: 'customer' };
  const attribute = attributeOf(fact, declared);
  return attribute && { ...definition, type: attribute.type };
}

/** The declaration behind a `custom.` fact. */
export function attributeOf(fact: string, declared: Declared): CustomAttribute | undefined {
  return fact.startsWith(customFactPrefix)
    ? declared.get(fact.slice(customFactPrefix.length))
    : undefined;
}

/** Reads a declared attribute. Null if it is unset or of another type. */
export function readAttribute({
  name,
  type,
}: CustomAttribute): (profile: Profile) => Scalar | null {
  return ({ attributes }) => {
    const value = attributes?.get(name)?.value ?? null;
    return value !== null && isOfType(type, value, parseInstant) ? value : null;
  };
}
