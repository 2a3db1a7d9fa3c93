// Who the visitor is. What the page says is a claim. What a signed token or the business's server
// says is verified, and no claim changes it.
import type { AcceptedEvent, JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import type { Person, Profile, Scalar } from '../profile.ts';
import { cutText } from '../../world/own-text.ts';

const rememberedTraits = profileLimits.traits;
const nameLength = 64;
const textLength = 256;

export function applyIdentify(profile: Profile, event: AcceptedEvent): void {
  const { person: present } = profile;
  if (present !== null && event.imported && event.at < present.at) {
    profile.person = withHistory(profile, present, event);
    return;
  }
  const vouched = event.trust !== 'page';
  if (present?.verified === true && !vouched && isOther(present, event)) return;
  const person = personFor(present, event.userId ?? null);
  const traits = scalarsOf(event.properties);
  if (vouched) person.facts = bounded(profile, { ...person.facts, ...traits });
  else person.claims = bounded(profile, { ...person.claims, ...traits });
  person.verified ||= vouched && event.userId !== undefined;
  person.at = Math.max(present?.at ?? 0, event.at);
  profile.person = person;
}

/**
 * Imported history of the same person ranks below anything said since. History of another person is
 * ignored.
 */
function withHistory(profile: Profile, person: Person, event: AcceptedEvent): Person {
  if (person.userId !== null && isOther(person, event)) return person;
  const claims = bounded(profile, { ...scalarsOf(event.properties), ...person.claims });
  return { ...person, userId: person.userId ?? event.userId ?? null, claims };
}

function isOther(person: Person, { userId }: Pick<AcceptedEvent, 'userId'>): boolean {
  return userId !== undefined && userId !== person.userId;
}

const nobody: Person = { userId: null, verified: false, at: 0, claims: {}, facts: {} };

/** Another user id on the same browser is another person: nothing of the previous one stays. */
function personFor(present: Person | null, userId: string | null): Person {
  if (present === null) return { ...nobody, userId };
  if (userId === null || userId === present.userId) return { ...present };
  if (present.userId === null) return { ...present, userId };
  return { ...nobody, userId };
}

function scalarsOf(properties: JsonObject): Record<string, Scalar> {
  const traits: Record<string, Scalar> = {};
  for (const [name, value] of Object.entries(properties)) {
    if (name.length > nameLength) continue;
    if (typeof value === 'string') traits[name] = cutText(value, textLength);
    else if (typeof value === 'number' || typeof value === 'boolean') traits[name] = value;
  }
  return traits;
}

function bounded(profile: Profile, traits: Record<string, Scalar>): Record<string, Scalar> {
  const entries = Object.entries(traits);
  if (entries.length <= rememberedTraits) return traits;
  profile.dropped += entries.length - rememberedTraits;
  return Object.fromEntries(entries.slice(-rememberedTraits));
}

/** A customer's trait: verified before claimed, null if unknown. */
export function traitOf(person: Person | null, name: string): Scalar | null {
  if (person === null) return null;
  return own(person.facts, name) ?? own(person.claims, name);
}

/** Trait names come from pages: `constructor` must not find a property of the language. */
function own(traits: Readonly<Record<string, Scalar>>, name: string): Scalar | null {
  return Object.hasOwn(traits, name) ? (traits[name] ?? null) : null;
}
