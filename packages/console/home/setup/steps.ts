// The steps of the checklist, and which of them are done, derived from what the account has. Pure.
import type { Setup } from '@opportune/protocol/rest/setup.ts';

export const stepNames = [
  'business',
  'brand',
  'tag',
  'mail',
  'campaign',
  'people',
  'sounds',
] as const;
export type StepName = (typeof stepNames)[number];

export interface Step {
  readonly name: StepName;
  /** `now`: the first that is not done. */
  readonly state: 'done' | 'now' | 'later';
}

/** `heard`: whether somebody chose in this browser what sounds. */
export function stepsOf(setup: Setup, heard: boolean): readonly Step[] {
  const isDone: Readonly<Record<StepName, boolean>> = {
    // An account has a name, a time zone and a currency from its start.
    business: true,
    brand: setup.brand,
    tag: firstSeen(setup) !== null,
    mail: setup.mail,
    campaign: setup.campaigns > 0,
    people: setup.people > 1,
    sounds: heard,
  };
  const now = stepNames.find((name) => !isDone[name]);
  return stepNames.map((name) => ({
    name,
    state: isDone[name] ? 'done' : name === now ? 'now' : 'later',
  }));
}

/** When a site of the account's own sent its first page. Null: none yet. The demo shop came with it. */
export function firstSeen({ sites }: Setup): number | null {
  const seen = sites.flatMap(({ seenAt, given }) => (given ? [] : (seenAt ?? [])));
  return seen.length === 0 ? null : Math.min(...seen);
}

/** The checklist goes away once it was put away or everything is done. */
export function isShown(setup: Setup, steps: readonly Step[]): boolean {
  return setup.dismissedAt === null && steps.some(({ state }) => state !== 'done');
}
