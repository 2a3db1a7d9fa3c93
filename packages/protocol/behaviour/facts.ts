// Facts by name: those of the catalogue, and the open ones of customers, of an account's own
// attributes and of skills. Also the operators of each type.
import { SkillId } from '../ids.ts';
import { factCatalogue, type FactDefinition, type FactType } from './fact-catalogue.ts';

export { factCatalogue, type FactDefinition, type FactType } from './fact-catalogue.ts';

/**
 * Facts of a visitor's customer traits: `customer.<name>`, for example `customer.plan`; text,
 * number or boolean.
 */
export const customerFactPrefix = 'customer.';
/** Facts of declared custom attributes: `custom.<name>`. */
export const customFactPrefix = 'custom.';

/** Facts of availability, which may be read for one skill: `agents.free.<skill>`. */
export type AgentFact = 'agents.free' | 'agents.online' | 'agents.wait';

/** The fact and the skill it is read for. Null if it has no skill, or is another fact. */
export function skillFactOf(
  name: string,
): { readonly fact: AgentFact; readonly skill: SkillId } | null {
  for (const fact of ['agents.free', 'agents.online', 'agents.wait'] as const) {
    const skill = name.startsWith(`${fact}.`) ? name.slice(fact.length + 1) : '';
    const parsed = SkillId.safeParse(skill);
    if (parsed.success) return { fact, skill: parsed.data };
  }
  return null;
}

const byName = new Map<string, FactDefinition>(factCatalogue.map((each) => [each.fact, each]));

/**
 * The definition of a fact, or undefined if there is none. Customer facts are open. The type of a
 * custom fact is in the account's declaration; here it is text.
 */
export function factDefinition(name: string): FactDefinition | undefined {
  if (name.startsWith(customerFactPrefix) && name.length > customerFactPrefix.length) {
    return { fact: name, type: 'text', group: 'customer' };
  }
  if (name.startsWith(customFactPrefix) && name.length > customFactPrefix.length)
    return { fact: name, type: 'text', group: 'custom' };
  const ofSkill = skillFactOf(name);
  if (ofSkill !== null) {
    const type = ofSkill.fact === 'agents.wait' ? 'seconds' : 'number';
    return { fact: name, type, group: 'agents' };
  }
  return byName.get(name);
}

/** Operators of a text, in addition to its order. */
export const textOperators = [
  'eq',
  'ne',
  'in',
  'notIn',
  'contains',
  'startsWith',
  'endsWith',
  'matches',
  'exists',
] as const;

/** The operators of each type of fact. */
export const operatorsOf: Readonly<Record<FactType, readonly string[]>> = {
  number: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'notIn', 'between', 'exists'],
  money: ['gte', 'gt', 'lt', 'lte', 'eq', 'ne', 'between', 'exists'],
  seconds: ['gte', 'gt', 'lt', 'lte', 'between', 'exists'],
  percent: ['gte', 'gt', 'lt', 'lte', 'eq', 'between', 'exists'],
  text: [...textOperators, 'gt', 'gte', 'lt', 'lte'],
  boolean: ['eq', 'ne', 'exists'],
  list: ['contains', 'in', 'notIn', 'exists'],
  instant: ['withinLast', 'withinNext', 'before', 'after', 'exists'],
};

/** Operators of traits, whose values may be of any type. */
export const openOperators: readonly string[] = [
  ...new Set([...operatorsOf.text, ...operatorsOf.number, ...operatorsOf.instant]),
];
