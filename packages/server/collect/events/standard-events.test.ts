import assert from 'node:assert/strict';
import { test } from 'node:test';
import { propertyTypeProblem } from './standard-events.ts';

const ordered = (products: unknown) =>
  propertyTypeProblem('Order Completed', { total: 1, products: products as [] });

test('[I3] products may be empty, and the first faulty product is named', () => {
  assert.equal(ordered([{}, { price: 1 }, {}]), null);
  assert.equal(ordered([{}, { price: 1 }, { price: 'a' }, 0])?.path, 'properties.products.2.price');
  assert.equal(ordered([{}, 7, { price: 'a' }])?.path, 'properties.products.1');
  assert.equal(ordered('none')?.path, 'properties.products');
});

test('[I3] null means that a property is unknown, in products too', () => {
  assert.equal(ordered([{ price: null, quantity: 2 }]), null);
});
