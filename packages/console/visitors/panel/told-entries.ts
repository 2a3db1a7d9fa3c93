// Which entries of a visit's timeline are worth telling. A shop states its cart anew on every page;
// told is only what changed it.
import type { TimelineEntry } from '@opportune/protocol/rest/visitor.ts';

/** Without carts that are worth what the cart before was worth; the first one counts from nothing. */
export function toldEntries(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  let cart: TimelineEntry['value'] = 0;
  return entries.filter(({ kind, name, value }) => {
    if (kind !== 'event' || name !== 'Cart Updated') return true;
    const changed = (value ?? 0) !== cart;
    cart = value ?? 0;
    return changed;
  });
}
