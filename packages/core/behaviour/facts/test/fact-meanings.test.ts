import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factCatalogue, type FactSpan } from '@opportune/protocol/behaviour/fact-catalogue.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import { account, availability, event, noon, site } from '../../../world/test/shop.test-support.ts';
import { applyEvent } from '../../apply/apply-event.ts';
import { factReader, type FactValue } from '../facts.ts';
import { newProfile, type Profile } from '../../profile.ts';

test('[B12] every fact of the catalogue has its own name, and a meaning written as sentences', () => {
  assert.equal(new Set(factCatalogue.map(({ fact }) => fact)).size, factCatalogue.length);
  for (const { fact, says, unknown } of factCatalogue) {
    assert.ok(says.endsWith('.') && says.length > 12, fact);
    assert.ok(unknown !== '' && !unknown.endsWith('.'), fact);
  }
});

test('[B12] a fact of a visit starts anew with the next one, a fact of all visits stays', () => {
  const profile = newProfile(account, site, VisitorId.parse('anna'));
  for (const [at, [name, properties]] of said.entries())
    applyEvent(
      profile,
      event(name, noon + at, at + 1, {
        properties,
        ...tab,
        path: `/step/${at}`,
        sections: ['steps'],
      }),
    );
  const before = valuesOf(profile, 'visit');
  const kept = valuesOf(profile, 'visitor');
  assert.deepEqual(
    Object.entries(before).filter(([, value]) => isNothing(value)),
    [],
  );
  applyEvent(profile, event('A', noon + 3_600_000, 99, { view: 'v2' }));
  const after = valuesOf(profile, 'visit');
  assert.deepEqual(
    Object.entries(after).filter(([, value]) => !isNothing(value) && value !== 1),
    [],
  );
  const moved = { 'visitor.visits': 2, 'visitor.returning': true };
  const { 'visitor.lastVisit': _last, ...stayed } = valuesOf(profile, 'visitor');
  const { 'visitor.lastVisit': _first, ...were } = kept;
  assert.deepEqual(stayed, { ...were, ...moved });
});

test('[B12] a fact documented as always known is known without an event, all others are not', () => {
  const profile = newProfile(account, site, VisitorId.parse('anna'));
  for (const { fact, unknown, span } of factCatalogue)
    if (span !== 'now') assert.equal(valueOf(profile, fact) !== null, unknown === 'never', fact);
});

const tab = { view: 'v1' };
const said: readonly (readonly [string, Record<string, string | number>])[] = [
  ['Page', {}],
  [
    'Source Reported',
    {
      source: 'a',
      medium: 'b',
      campaign: 'c',
      term: 'd',
      content: 'e',
      referrer: 'https://f.example',
    },
  ],
  ['Error Met', { message: 'declined' }],
  ['Form Started', { form: 'pay' }],
  ['Form Left', { form: 'pay' }],
  ['Form Submitted', { form: 'pay' }],
  ['Element Clicked', { mark: 'help' }],
  ['Products Searched', { query: 'Boots' }],
  ['Product Viewed', { product_id: 'p1', category: 'shoes' }],
  ['Cart Updated', { total: 20, items: 1 }],
  ['Order Completed', { order_id: 1, total: 20 }],
  ['Lead Submitted', {}],
  ['Service Requested', { topic: 'Return' }],
  ['Engagement Shown', {}],
  ['Conversation Started', {}],
  ['Page', {}],
];

/** Written by a scorer, not by events. */
const learnt = 'intent.score';

function valuesOf(profile: Profile, span: FactSpan): Record<string, FactValue> {
  const facts = factCatalogue.filter((each) => each.span === span && each.fact !== learnt);
  return Object.fromEntries(facts.map(({ fact }) => [fact, valueOf(profile, fact)]));
}

function valueOf(profile: Profile, fact: string): FactValue {
  const scene = { profile, now: profile.lastSeenAt + 1000, availability: availability(0) };
  return factReader(fact)?.value(scene) ?? null;
}

function isNothing(value: FactValue): boolean {
  return value === null || value === 0 || (Array.isArray(value) && value.length === 0);
}
