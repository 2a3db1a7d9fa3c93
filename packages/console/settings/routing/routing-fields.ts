// The rules of routing as the form of settings writes them: texts that become numbers, lists and nothing.
// What does not parse is said by the field; nothing is saved then.
import { hoursOf, hoursTextsOf, type HoursTexts } from './hours-texts.ts';
import { RoutingSettings } from '@opportune/protocol/rest/team/routing.ts';

export const numberNames = ['ringS', 'misses', 'sameAgentDays', 'stepS'] as const;
export type NumberName = (typeof numberNames)[number];
export const tierSteps = [1, 2, 3] as const;

export interface RoutingFields {
  readonly mode: string;
  readonly numbers: Readonly<Record<NumberName, string>>;
  readonly attribute: string;
  /** The values of each number of steps, with commas between. */
  readonly tiers: Readonly<Record<number, string>>;
  /** Empty: the cart counts nothing. */
  readonly fullValue: string;
  /** Null: always open. */
  readonly hours: HoursTexts | null;
  /** With commas between. */
  readonly reasons: string;
  readonly agentsTakeOver: boolean;
}

export function fieldsOf(settings: RoutingSettings): RoutingFields {
  const { ringS, misses, sameAgentDays, stepS, tiers, fullValue } = settings;
  const named = (steps: number): string =>
    Object.entries(tiers.steps)
      .flatMap(([value, worth]) => (worth === steps ? [value] : []))
      .join(', ');
  return {
    mode: settings.mode,
    numbers: {
      ringS: String(ringS),
      misses: String(misses),
      sameAgentDays: String(sameAgentDays),
      stepS: String(stepS),
    },
    attribute: tiers.attribute,
    tiers: Object.fromEntries(tierSteps.map((steps) => [steps, named(steps)])),
    fullValue: fullValue === null ? '' : String(fullValue),
    hours: hoursTextsOf(settings.hours),
    reasons: settings.reasons.join(', '),
    agentsTakeOver: settings.agentsTakeOver,
  };
}

/** Null where a field does not say what it should. A value named twice counts as it stands last. */
export function settingsOf(fields: RoutingFields): RoutingSettings | null {
  const numbers = numberNames.map((name) => [name, Number(fields.numbers[name].trim() || NaN)]);
  const steps = tierSteps.flatMap((worth) =>
    (fields.tiers[worth] ?? '')
      .split(',')
      .map((value) => value.trim().toLowerCase())
      .filter((value) => value !== '')
      .map((value) => [value, worth] as const),
  );
  const hours = hoursOf(fields.hours);
  if (hours === undefined) return null;
  const parsed = RoutingSettings.safeParse({
    mode: fields.mode,
    ...Object.fromEntries(numbers),
    tiers: { attribute: fields.attribute, steps: Object.fromEntries(steps) },
    fullValue: fields.fullValue.trim() === '' ? null : Number(fields.fullValue),
    hours,
    agentsTakeOver: fields.agentsTakeOver,
    reasons: fields.reasons.split(',').flatMap((reason) => reason.trim() || []),
  });
  return parsed.data ?? null;
}
