import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CustomAttribute } from '@opportune/protocol/behaviour/attributes.ts';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { eventName, type JsonObject, type Trust } from '@opportune/protocol/behaviour/event.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import { account, availability, event, noon, site } from '../../../world/test/shop.test-support.ts';
import { applyEvent } from '../../apply/apply-event.ts';
import { compileCondition, newLeafBook } from '../../condition/compile-condition.ts';
import { withheld } from '../custom-facts.ts';
import { newProfile } from '../../profile.ts';

const declared = (type: CustomAttribute['type'], more: Partial<CustomAttribute> = {}) =>
  [{ name: 'tier', type, privacy: 'public', ...more }] as const;

function judged(
  condition: Condition,
  attributes: readonly CustomAttribute[],
  sets: readonly (readonly [JsonObject, Trust?])[],
) {
  const profile = newProfile(account, site, VisitorId.parse('anna'));
  for (const [at, [properties, trust = 'page']] of sets.entries())
    applyEvent(profile, event(eventName.attributesSet, noon, at + 1, { properties, trust }));
  const scene = { profile, now: noon, availability: availability(0) };
  const compiled = compileCondition(condition, newLeafBook(attributes), null);
  return compiled.explain(scene);
}
const isGold: Condition = { fact: 'custom.tier', op: 'eq', value: 'gold' };

test('[I16] a declared attribute is a fact, an undeclared one or one of another type is not', () => {
  assert.equal(judged(isGold, declared('text'), [[{ tier: 'gold' }]]).holds, true);
  assert.equal(judged(isGold, [], [[{ tier: 'gold' }]]).holds, false);
  const known: Condition = { fact: 'custom.tier', op: 'exists' };
  assert.equal(judged(known, declared('number'), [[{ tier: 'gold' }]]).holds, false);
  assert.equal(
    judged(known, declared('text'), [[{ tier: 'gold' }], [{ tier: null }]]).holds,
    false,
  );
});

test('[I16] a page changes nothing that the server said', () => {
  const sets = [[{ tier: 'gold' }, 'server'], [{ tier: 'blue' }]] as const;
  assert.equal(judged(isGold, declared('text'), sets).value, 'gold');
  const taken = [...sets, [{ tier: null }, 'signed']] as const;
  assert.equal(judged(isGold, declared('text'), taken).value, null);
});

test('[I16] a personal attribute is compared, and its value is never shown', () => {
  const personal = declared('text', { privacy: 'personal' });
  const reason = judged(isGold, personal, [[{ tier: 'gold' }]]);
  assert.deepEqual([reason.holds, reason.value], [true, withheld]);
  assert.equal(judged(isGold, personal, []).value, null);
  const score: Condition = { score: { fact: 'custom.tier', rises: 2, falls: 1 } };
  const number = declared('number', { privacy: 'personal' });
  assert.equal(judged(score, number, [[{ tier: 3 }]]).value, withheld);
});

test('[I16] nothing is shown from which a personal instant could be computed', () => {
  const soon: Condition = { fact: 'custom.tier', op: 'withinNext', value: 3600 };
  const seen: Condition = { fact: 'visit.duration', op: 'gte', value: 60 };
  const within: Condition = { all: [{ any: [soon] }, { not: { all: [seen] } }] };
  const born = [[{ tier: noon + 7_200_000 }]] as const;
  const shown = judged(within, declared('instant'), born);
  assert.deepEqual([shown.wakesAt, shown.parts[0]?.wakesAt], [noon + 3_600_001, noon + 3_600_001]);
  const hidden = judged(within, declared('instant', { privacy: 'personal' }), born);
  assert.deepEqual(
    [hidden.wakesAt, hidden.parts[0]?.wakesAt, hidden.parts[0]?.parts[0]?.wakesAt],
    [null, null, null],
  );
  assert.equal(hidden.holds, shown.holds);
});

test('[B1] a future date becomes near at a named instant and stays near until it comes', () => {
  const soon: Condition = { fact: 'custom.tier', op: 'withinNext', value: 3600 };
  const in2Hours = new Date(noon + 7_200_000).toISOString();
  const reason = judged(soon, declared('instant'), [[{ tier: in2Hours }]]);
  assert.deepEqual([reason.holds, reason.wakesAt], [false, noon + 3_600_001]);
  const past: Condition = { fact: 'custom.tier', op: 'withinLast', value: 3600 };
  assert.equal(judged(past, declared('instant'), [[{ tier: in2Hours }]]).wakesAt, noon + 7_200_000);
});
