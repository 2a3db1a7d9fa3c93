// Short lists of distinct texts, newest last. They are replaced, never changed in place, so that a
// new reference says "changed"; the oldest falls out at the bound and is counted.
import type { Profile } from './profile.ts';

export function boundedAdd(
  profile: Profile,
  list: readonly string[],
  text: string,
  most: number,
): readonly string[] {
  if (list.includes(text)) return list;
  // concat makes a list of just the length needed; spreading leaves room for sixteen more, for ever.
  if (list.length < most) return list.concat(text);
  profile.dropped++;
  return list.slice(1).concat(text);
}
