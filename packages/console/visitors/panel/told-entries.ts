// Which entries of a visit's timeline are shown. A shop reports its cart on every page. Only
// reports that change the cart's value are shown.
import type { TimelineEntry } from '@opportune/protocol/rest/visitor.ts';

/** Leaves out cart updates with the same value as the cart before. The cart starts at zero. */
export function toldEntries(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  let cart: TimelineEntry['value'] = 0;
  return entries.filter(({ kind, name, value }) => {
    if (kind !== 'event' || name !== 'Cart Updated') return true;
    const changed = (value ?? 0) !== cart;
    cart = value ?? 0;
    return changed;
  });
}
