// Short lists of distinct texts, newest last. They are replaced, never changed in place, so that a
// new reference means a change. At the bound the oldest is evicted and counted.
import type { Profile } from '../profile.ts';

export function boundedAdd(
  profile: Profile,
  list: readonly string[],
  text: string,
  most: number,
): readonly string[] {
  if (list.includes(text)) return list;
  // `toSpliced` allocates exactly the length needed. Spreading reserves room for sixteen more,
  // permanently.
  if (list.length < most) return list.toSpliced(list.length, 0, text);
  profile.dropped++;
  // Reuses the copy's room: one list is allocated where slicing and joining would need two.
  const next = list.slice();
  next.shift();
  next.push(text);
  return next;
}
