// Custom attributes of the visitor: typed values by name. A page never changes what a signed token
// or the business's server set. All attributes are kept here, the newest up to the bound. The
// account declares which are facts, and conditions are compiled against that.
import type { AcceptedEvent, Json } from '@opportune/protocol/behaviour/event.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import type { Attribute, Profile, Scalar } from '../profile.ts';
import { cutText } from '../../world/own-text.ts';

const nameLength = 64;
const textLength = 256;

export function applyAttributes(profile: Profile, event: AcceptedEvent): void {
  const vouched = event.trust !== 'page';
  const attributes = new Map(profile.attributes);
  for (const [name, given] of Object.entries(event.properties)) {
    const value = scalarOf(given);
    if (value === undefined || name.length > nameLength) continue;
    const known = attributes.get(name);
    if (known !== undefined && ((known.vouched && !vouched) || isPast(known, event))) continue;
    attributes.delete(name);
    if (value !== null) attributes.set(name, { value, vouched, at: event.at });
  }
  profile.dropped += forgetOldest(attributes);
  profile.attributes = attributes.size === 0 ? null : attributes;
}

/** Imported history older than the known value. */
function isPast(known: Attribute, { imported, at }: AcceptedEvent): boolean {
  return imported && at < known.at;
}

function forgetOldest(attributes: Map<string, Attribute>): number {
  let dropped = 0;
  for (const name of attributes.keys()) {
    if (attributes.size <= profileLimits.attributes) break;
    attributes.delete(name);
    dropped++;
  }
  return dropped;
}

/** Null removes an attribute. Lists and objects are not attributes. */
function scalarOf(value: Json): Scalar | null | undefined {
  if (typeof value === 'string') return cutText(value, textLength);
  return typeof value === 'object' && value !== null ? undefined : value;
}
