// The routing rules as their form writes them: lists separated by commas, and hours as text.
import { z } from 'zod';
import { RoutingSettings } from '@opportune/protocol/rest/team/routing.ts';
import { hoursOf, hoursTextsOf, type HoursTexts } from './hours-texts.ts';

/** With one field per number of steps, which lists its values separated by commas. */
export const RoutingFields = RoutingSettings.omit({ tiers: true }).extend({
  attribute: RoutingSettings.shape.tiers.unwrap().shape.attribute,
  ...{ tier1: z.string(), tier2: z.string(), tier3: z.string() },
  reasons: z.string(),
  /** Null: always open. */
  hours: z.custom<HoursTexts | null>(),
});
export type RoutingFields = z.infer<typeof RoutingFields>;
export const tierFields = [
  ['tier1', 1],
  ['tier2', 2],
  ['tier3', 3],
] as const;

export function fieldsOf({ tiers, hours, reasons, ...settings }: RoutingSettings): RoutingFields {
  const named = (steps: number): string =>
    Object.entries(tiers.steps)
      .flatMap(([value, worth]) => (worth === steps ? [value] : []))
      .join(', ');
  return {
    ...settings,
    attribute: tiers.attribute,
    ...{ tier1: named(1), tier2: named(2), tier3: named(3) },
    hours: hoursTextsOf(hours),
    reasons: reasons.join(', '),
  };
}

/**
 * Null if a field is invalid. A value that is listed twice counts with the last number of steps.
 */
export function settingsOf(fields: RoutingFields): RoutingSettings | null {
  const { attribute, reasons, ...settings } = fields;
  const hours = hoursOf(fields.hours);
  if (hours === undefined) return null;
  const steps = tierFields.flatMap(([name, worth]) =>
    entriesOf(fields[name]).map((value) => [value.toLowerCase(), worth] as const),
  );
  const tiers = { attribute, steps: Object.fromEntries(steps) };
  const parsed = RoutingSettings.safeParse({
    ...settings,
    hours,
    tiers,
    reasons: entriesOf(reasons),
  });
  return parsed.data ?? null;
}

function entriesOf(text: string): string[] {
  return text.split(',').flatMap((entry) => entry.trim() || []);
}
