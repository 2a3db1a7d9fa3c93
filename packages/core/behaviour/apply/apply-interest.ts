// What the visitor looked at, searched for, filled in and clicked, and the errors they met.
import {
  eventName,
  type AcceptedEvent,
  type Json,
  type JsonObject,
} from '@opportune/protocol/behaviour/event.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { boundedAdd } from './bounded-list.ts';
import { phraseOf, textOf } from '../facts/kept-text.ts';
import type { Profile, Visit } from '../profile.ts';

export function applyInterest(profile: Profile, event: AcceptedEvent, visit: Visit | null): void {
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
      visit.errorsMet = named(
        profile,
        visit.errorsMet,
        event.properties['message'],
        profileLimits.errors,
      );
      return;
    case eventName.formStarted:
      visit.formsStarted = named(profile, visit.formsStarted, event.properties['form']);
      return;
    case eventName.formLeft:
      visit.formsLeft = named(profile, visit.formsLeft, event.properties['form']);
      return;
    case eventName.formSubmitted:
      visit.formsSubmitted = named(profile, visit.formsSubmitted, event.properties['form']);
      return;
    case eventName.elementClicked:
      visit.marks = named(profile, visit.marks, event.properties['mark']);
  }
}

function product(profile: Profile, event: AcceptedEvent): void {
  const { interest } = profile;
  const { category } = event.properties;
  interest.productCount++;
  const id = idOfProduct(event.properties);
  if (id !== null && interest.products.includes(id)) interest.againCount++;
  else if (id !== null)
    interest.products = boundedAdd(profile, interest.products, id, profileLimits.products);
  const kind = textOf(category);
  if (kind !== null)
    interest.categories = boundedAdd(profile, interest.categories, kind, profileLimits.products);
}

/** The id of a product, by Segment's names. */
export function idOfProduct(product: Json): string | null {
  if (typeof product !== 'object' || product === null || Array.isArray(product)) return null;
  const { product_id, sku } = product as JsonObject;
  return textOf(product_id) ?? textOf(sku);
}

function searched(profile: Profile, event: AcceptedEvent): void {
  const { interest } = profile;
  interest.searchCount++;
  const query = phraseOf(event.properties['query']);
  if (query !== null)
    interest.searches = boundedAdd(profile, interest.searches, query, profileLimits.searches);
}

function named(
  profile: Profile,
  list: readonly string[],
  name: Json | undefined,
  most: number = profileLimits.marks,
): readonly string[] {
  const text = textOf(name);
  return text === null ? list : boundedAdd(profile, list, text, most);
}
