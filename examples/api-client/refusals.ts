// Shows that the compiler knows refusals: this compiles only if each operation lists its own codes.
import { deleteGoal } from './dist/sdk.gen.ts';

/** Narrows a refusal by its code. A code that the operation never returns is a compile error. */
export async function removeGoal(id: string): Promise<boolean> {
  const { error } = await deleteGoal({ path: { id } });
  if (error === undefined) return true;
  if (error.code === 'request.conflict') {
    const inUse: 'request.conflict' = error.code;
    throw new Error(`${inUse}: ${error.message}`);
  }
  // @ts-expect-error -- this code was handled above
  const conflict: 'request.conflict' = error.code;
  // @ts-expect-error -- deleting a goal never returns this code
  if (error.code === 'campaign.state') throw new Error(conflict);
  return false;
}
