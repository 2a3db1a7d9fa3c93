import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import { purchase } from '../../world/test/shop.test-support.ts';
import { publishWarnings } from '../publish-warnings.ts';

const codes = (change: Partial<Goal>): string[] =>
  publishWarnings({ goal: purchase.id }, [{ ...purchase, ...change }]).map(({ code }) => code);

test('[F33] only a goal with a value that a page may report gives a warning', () => {
  const value = { type: 'property', path: 'total' } as const;
  assert.deepEqual(codes({ value, trust: 'page' }), ['goal.page_trust']);
  assert.deepEqual(codes({ value: { type: 'fixed', amount: 5 }, trust: 'page' }), [
    'goal.page_trust',
  ]);
  assert.deepEqual(codes({ value, trust: 'signed' }), []);
  assert.deepEqual(codes({ value, trust: 'server' }), []);
  assert.deepEqual(codes({ value: { type: 'none' }, trust: 'page' }), []);
  assert.deepEqual(publishWarnings({ goal: purchase.id }, []), []);
});
