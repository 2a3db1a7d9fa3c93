// Facts by their names: those of the catalogue, and the open ones of customers, of an account's own
// attributes and of skills; and how each type may be compared.
import { SkillId } from '../ids.ts';
import { factCatalogue, type FactDefinition, type FactType } from './fact-catalogue.ts';

export { factCatalogue, type FactDefinition, type FactType } from './fact-catalogue.ts';

/** Facts of a visitor's customer claims: `customer.<name>`, `customer.plan` say; text, number or boolean. */
export const customerFactPrefix = 'customer.';
/** Facts of declared custom attributes: `custom.<name>`. */
export const customFactPrefix = 'custom.';

/** Facts of who can answer, which may be asked of one skill: `agents.free.<skill>`. */
export type AgentFact = 'agents.free' | 'agents.online' | 'agents.wait';

/** What is asked of which skill; null where it is asked of everybody, or is another fact. */
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
 * The definition of a fact, or undefined where there is none. Customer facts are open; of a custom
 * one the account's declaration says the type, here it stands as text.
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

/** What a text is asked for beside its order. */
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

/** Which operators a type of fact allows. */
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

/** Operators of facts whose values may be of any type: traits. */
export const openOperators: readonly string[] = [
  ...new Set([...operatorsOf.text, ...operatorsOf.number, ...operatorsOf.instant]),
];
