// The features of a moment, read from the visit as it goes on.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { policyColumnCount, policyColumns, policyFeatures } from '../policy-features.ts';
import { Chooser, goTo, visitOf } from '../../test/optimising.test-support.ts';

test('[M12] a move to leave counts for the page in front alone', () => {
  const chooser = new Chooser('none');
  const visit = visitOf('optimise', chooser).page('/product/1').after(14);
  visit.track(eventName.leaving).after(2);
  goTo(visit, '/product/2').after(16);
  assert.deepEqual(known(chooser, 'leaving'), [0, 1, 0, 0]);
});

test('[M12] a product counts as looked at again if it was looked at before', () => {
  const chooser = new Chooser('none');
  const visit = visitOf('optimise', chooser);
  const again: number[] = [];
  for (const product of ['a', 'b', 'a', 'a', 'c']) {
    goTo(visit, '/product/1').track(eventName.productViewed, { product_id: product }).after(16);
    again.push(known(chooser, 'productsAgain').at(-1) ?? Number.NaN);
  }
  assert.deepEqual(again, [0, 0, 0.2891, 0.4582, 0.4582]);
});

test('[M12] a look at 15 or 60 s counts as that long on the page', () => {
  const chooser = new Chooser('none');
  visitOf('optimise', chooser).page('/product/1').after(61);
  const rows = chooser.asked.map(({ features }) => policyColumns(features));
  assert.equal(rows.length, 4);
  const [open, quarter, half, minute] = rows;
  assert.deepEqual(
    [open, quarter, half, minute].map((row) => [(row?.[6] ?? 0) > 0, (row?.[7] ?? 0) > 0]),
    [
      [false, false],
      [true, false],
      [true, false],
      [true, true],
    ],
  );
});

test('[M12] carts of 1,000, of 5,000 and of 500,000 differ, in any currency', () => {
  const chooser = new Chooser('none');
  const visit = visitOf('optimise', chooser);
  for (const total of [50, 1000, 5000, 500_000, 1_000_000, 2_000_000]) {
    goTo(visit, '/cart').track(eventName.cartUpdated, { total, items: 1 }).after(16);
  }
  const seen = [...new Set(known(chooser, 'cartTotal'))].filter((total) => total > 0);
  assert.deepEqual(seen, [0.5691, 1, 1.2328, 1.8994, 1.9997, 2]);
  const largest = policyColumns({ cartTotal: 2 });
  assert.ok(largest.every((column) => Math.abs(column) <= 10));
});

test('[M12] a name missing in an older record is 0, and every column is within bounds', () => {
  for (const value of [-1, 0, 1]) {
    const found = Object.fromEntries(policyFeatures.map((name) => [name, value]));
    for (const record of [found, {}]) {
      const columns = policyColumns(record);
      assert.equal(columns.length, policyColumnCount);
      for (const column of columns) assert.ok(Math.abs(column) <= 10);
    }
  }
});

function known(chooser: Chooser, name: string): readonly number[] {
  return chooser.asked.map(({ features }) => features[name] ?? Number.NaN);
}
