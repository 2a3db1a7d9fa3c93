// How much of a slow proof is played. `npm test` plays enough to find a plain regression. `npm run
// prove` sets OPPORTUNE_PROOFS=full and plays everything. Both use the same seeds, so the full
// rounds include the usual ones. A test file that imports this has its group in
// scripts/proof-groups.ts.
import assert from 'node:assert/strict';

const size = process.env['OPPORTUNE_PROOFS'] ?? 'usual';
assert.ok(size === 'usual' || size === 'full', `OPPORTUNE_PROOFS is usual or full, not ${size}`);

/** Whether the full proof is played. */
export const isFull = size === 'full';

/** The number of rounds, runs or seeds to play now. */
export function rounds(of: { readonly usual: number; readonly full: number }): number {
  return of[size as keyof typeof of];
}
