import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { groupOf, proofGroups, slowProofs } from './proof-groups.ts';

const root = path.resolve(import.meta.dirname, '..');
const proofs = slowProofs(root);

test('each slow proof is in a group, and each group has some', () => {
  assert.deepEqual(
    proofs.filter((file) => groupOf(file) === undefined),
    [],
  );
  for (const group of Object.keys(proofGroups))
    assert.ok(
      proofs.some((file) => groupOf(file) === group),
      group,
    );
});

test('each place of a group exists', () => {
  for (const place of Object.values(proofGroups).flat())
    assert.ok(existsSync(path.join(root, place)), place);
});
