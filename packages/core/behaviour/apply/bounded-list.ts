// Short lists of distinct texts, newest last. They are replaced, never changed in place, so that a
// new reference says "changed"; the oldest falls out at the bound and is counted.
import type { Profile } from '../profile.ts';

export function boundedAdd(
  profile: Profile,
  list: readonly string[],
  text: string,
  most: number,
): readonly string[] {
  if (list.includes(text)) return list;
  // toSpliced makes a list of just the length needed; spreading leaves room for sixteen more, for ever.
  if (list.length < most) return list.toSpliced(list.length, 0, text);
  profile.dropped++;
  // The copy's own room is used again: one list is made where slicing and joining make two.
  const next = list.slice();
  next.shift();
  next.push(text);
  return next;
}
