// How much a slow proof plays. `npm test` plays enough to find a plain regression; `npm run prove` sets
// OPPORTUNE_PROOFS=full and plays everything. Seeds are the same, so the usual rounds are among the full.
// A test file that imports this has its group in scripts/proof-groups.ts.
import assert from 'node:assert/strict';

const size = process.env['OPPORTUNE_PROOFS'] ?? 'usual';
assert.ok(size === 'usual' || size === 'full', `OPPORTUNE_PROOFS is usual or full, not ${size}`);

/** Whether `npm run prove` plays. */
export const isFull = size === 'full';

/** The rounds, runs or seeds to play now, of those of `npm test` and those of `npm run prove`. */
export function rounds(of: { readonly usual: number; readonly full: number }): number {
  return of[size as keyof typeof of];
}
