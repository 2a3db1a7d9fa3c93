// What the compiler knows of refusals: this compiles only while each operation says its own codes.
import { deleteGoal } from './dist/sdk.gen.ts';

/** Narrows a refusal by its code, and is told of a code that the operation never answers. */
export async function removeGoal(id: string): Promise<boolean> {
  const { error } = await deleteGoal({ path: { id } });
  if (error === undefined) return true;
  if (error.code === 'request.conflict') {
    const inUse: 'request.conflict' = error.code;
    throw new Error(`${inUse}: ${error.message}`);
  }
  // @ts-expect-error -- it was told apart above
  const conflict: 'request.conflict' = error.code;
  // @ts-expect-error -- no removal of a goal is refused so
  if (error.code === 'campaign.state') throw new Error(conflict);
  return false;
}
