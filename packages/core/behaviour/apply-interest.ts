// What the visitor looked at, searched for, filled in, clicked and stumbled over.
import { eventName, type AcceptedEvent, type Json } from '@opportune/protocol/event.ts';
import { profileLimits } from '@opportune/protocol/limits.ts';
import { boundedAdd } from './bounded-list.ts';
import type { Profile } from './profile.ts';

const textLength = 128;
const rememberedMarks = 20;

export function applyInterest(profile: Profile, event: AcceptedEvent): void {
  const { visit } = profile;
  switch (event.name) {
    case eventName.productViewed:
      return product(profile, event);
    case eventName.productsSearched:
      return searched(profile, event);
  }
  if (visit === null) return;
  switch (event.name) {
    case eventName.errorMet:
      visit.errors++;
      return;
    case eventName.formStarted:
      visit.formsStarted = named(profile, visit.formsStarted, event.properties['form']);
      return;
    case eventName.formLeft:
      visit.formsLeft = named(profile, visit.formsLeft, event.properties['form']);
      return;
    case eventName.elementClicked:
      visit.marks = named(profile, visit.marks, event.properties['mark']);
  }
}

function product(profile: Profile, event: AcceptedEvent): void {
  const { interest } = profile;
  const { product_id, sku, category } = event.properties;
  interest.productCount++;
  const id = textOf(product_id) ?? textOf(sku);
  if (id !== null)
    interest.products = boundedAdd(profile, interest.products, id, profileLimits.products);
  const kind = textOf(category);
  if (kind !== null)
    interest.categories = boundedAdd(profile, interest.categories, kind, profileLimits.products);
}

function searched(profile: Profile, event: AcceptedEvent): void {
  const { interest } = profile;
  interest.searchCount++;
  const query = textOf(event.properties['query'])?.trim().toLowerCase();
  if (query)
    interest.searches = boundedAdd(profile, interest.searches, query, profileLimits.searches);
}

function named(
  profile: Profile,
  list: readonly string[],
  name: Json | undefined,
): readonly string[] {
  const text = textOf(name);
  return text === null ? list : boundedAdd(profile, list, text, rememberedMarks);
}

function textOf(value: Json | undefined): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value.slice(0, textLength) : null;
}
