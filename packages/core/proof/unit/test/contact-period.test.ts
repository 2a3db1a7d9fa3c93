// Units of proof that are contacts, while agents merge and separate at random: no unit is counted
// twice or moved to another arm, and nobody in control is treated.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ContactId } from '@opportune/protocol/ids.ts';
import { rounds } from '../../../../../test/support/proof-size.test-support.ts';
import { assignArm, type Arm, type ArmPlan } from '../../arms.ts';
import { Contacts, type Deed } from './contacts.test-support.ts';

const plan: ArmPlan = {
  holdout: { salt: 'holdout', share: 1_000 },
  control: { salt: 'control', share: 4_000 },
  variants: [
    { id: 'a', share: 5_000 },
    { id: 'b', share: 5_000 },
  ],
  variantSalt: 'variant',
};
const draw = (id: string): Arm => assignArm(plan, id);

/** Ids of contacts, the first for each requested arm. */
function contactIn(type: Arm['type'], besides: readonly string[] = []): ContactId {
  for (let at = 0; ; at++) {
    const id = `contact-${at}`;
    if (draw(id).type === type && !besides.includes(id)) return ContactId.parse(id);
  }
}

const treated = contactIn('treatment');
const other = contactIn('treatment', [treated]);
const control = contactIn('control');
const heldOut = contactIn('holdout');

describe('units of proof: the contact', () => {
  test('[UN5] its first decision enrols it, in the arm of its id, and later ones change nothing', () => {
    const contacts = new Contacts(draw);
    contacts.add(treated, 'mail');
    assert.equal(contacts.standing(treated), null);
    contacts.decide(treated, 1);
    contacts.decide(treated, 2);
    const { enrolment, isOffered, decided } = contacts.standingOf(treated);
    assert.deepEqual(enrolment, {
      unit: { kind: 'contact', id: treated },
      arm: draw(treated),
      at: 1,
    });
    assert.deepEqual([isOffered, decided], [true, 2]);
  });

  test('[UN6] one with several visitors is one unit, and so is one with none', () => {
    const contacts = new Contacts(draw);
    contacts.add(treated, 'web one', 'web two');
    contacts.add(other, 'sms');
    contacts.decide(treated, 1);
    contacts.decide(other, 2);
    assert.deepEqual(
      contacts.counted(),
      new Map([treated, other].map((id) => [id, draw(id)] as const)),
    );
  });

  test('[UN7] a merged contact keeps the arm of the unit enrolled first', () => {
    const contacts = new Contacts(draw);
    contacts.add(treated, 'a');
    contacts.add(other, 'b');
    contacts.decide(other, 1);
    contacts.decide(treated, 2);
    contacts.move(['b'], treated);
    contacts.decide(treated, 3);
    assert.deepEqual(contacts.standingOf(treated).enrolment.unit.id, other);
    assert.deepEqual(contacts.standingOf(treated).enrolment.arm, draw(other));
  });

  test('[UN8] the unit enrolled later stays counted with what it had reached', () => {
    const contacts = new Contacts(draw);
    contacts.add(treated, 'a');
    contacts.add(other, 'b');
    contacts.decide(treated, 1);
    contacts.decide(other, 2);
    contacts.reach(other);
    contacts.move(['b'], treated);
    contacts.reach(treated);
    assert.deepEqual(
      contacts.counted(),
      new Map([treated, other].map((id) => [id, draw(id)] as const)),
    );
    assert.deepEqual(
      contacts.reached,
      new Map([
        [other, 1],
        [treated, 1],
      ]),
    );
  });

  test('[UN9] caps count what reached any of its addresses', () => {
    const contacts = new Contacts(draw);
    contacts.add(treated, 'a');
    contacts.add(other, 'b');
    contacts.decide(treated, 1);
    contacts.decide(other, 2);
    contacts.decide(other, 3);
    contacts.move(['b'], treated);
    contacts.decide(treated, 4);
    assert.equal(contacts.standingOf(treated).decided, 4);
    contacts.move(['b'], other);
    assert.equal(
      contacts.standingOf(other).decided,
      3,
      'the one that reached both counts for both',
    );
    assert.equal(contacts.standingOf(treated).decided, 2);
  });

  for (const silent of [control, heldOut])
    test(`[UN10] it is offered nothing while ${draw(silent).type} is part of it`, () => {
      const contacts = new Contacts(draw);
      contacts.add(treated, 'a');
      contacts.add(silent, 'b');
      contacts.decide(treated, 1);
      contacts.decide(silent, 2);
      contacts.move(['b'], treated);
      assert.equal(contacts.standingOf(treated).isOffered, false);
      assert.deepEqual(contacts.standingOf(treated).enrolment.arm, draw(treated));
      contacts.move(['b'], silent);
      assert.equal(contacts.standingOf(treated).isOffered, true);
    });

  test('[UN11] after a separation each address belongs to its own unit again', () => {
    const contacts = new Contacts(draw);
    contacts.add(treated, 'a');
    contacts.add(other, 'b');
    contacts.decide(treated, 1);
    contacts.decide(other, 2);
    contacts.move(['a', 'b'], treated);
    contacts.decide(treated, 3);
    contacts.move(['b'], other);
    assert.equal(contacts.standingOf(other).enrolment.unit.id, other);
    assert.equal(contacts.standingOf(treated).enrolment.unit.id, treated);
  });

  test('[UN12] a contact that a separation makes is not another unit', () => {
    const contacts = new Contacts(draw);
    contacts.add(control, 'a', 'b');
    contacts.decide(control, 1);
    contacts.move(['b'], other);
    contacts.decide(other, 2);
    assert.equal(contacts.standingOf(other).enrolment.unit.id, control);
    assert.equal(contacts.standingOf(other).isOffered, false);
    assert.deepEqual([...contacts.counted().keys()], [control]);
  });
});

const name = fc.integer({ min: 0, max: 5 });
const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant('decide' as const), contact: name }),
    fc.record({ type: fc.constant('reach' as const), contact: name }),
    fc.record({ type: fc.constant('merge' as const), from: name, into: name }),
    fc.record({ type: fc.constant('separate' as const), address: name, to: name }),
    fc.record({ type: fc.constant('join' as const), contact: name }),
  ),
  { maxLength: 40 },
);

test('[UN5] [UN10] [UN11] through any merges and separations every unit keeps one arm, and control stays untreated', () => {
  fc.assert(
    fc.property(deeds, (played) => {
      const contacts = Contacts.of(6, draw);
      for (const deed of played) contacts.play(deed);
      for (const [unit, arm] of contacts.counted()) assert.deepEqual(arm, draw(unit));
      assert.deepEqual(contacts.treatedInControl, []);
      assert.deepEqual(contacts.movedUnits, [], 'an address keeps its unit');
      const credited = [...contacts.reached.values()].reduce((sum, many) => sum + many, 0);
      assert.equal(credited, contacts.reachedInAll, 'what was reached counts once');
      for (const unit of contacts.reached.keys()) assert.ok(contacts.counted().has(unit));
    }),
    { seed: 20_261_125, numRuns: rounds({ usual: 2_000, full: 20_000 }) },
  );
});

test('[UN5] repeating the moves and decisions gives the same, byte for byte', () => {
  fc.assert(
    fc.property(deeds, (played) => {
      const [one, again] = [Contacts.of(6, draw), Contacts.of(6, draw)];
      for (const deed of played) {
        one.play(deed);
        again.play(deed);
      }
      assert.equal(JSON.stringify(one.decisions), JSON.stringify(again.decisions));
    }),
    { seed: 20_261_126, numRuns: rounds({ usual: 200, full: 2_000 }) },
  );
});
