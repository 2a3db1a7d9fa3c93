// Finds circles of imports, for the check of imports and for `npm run house`.

/**
 * Groups of files that import one another, directly or indirectly: the strongly connected
 * components with two or more files.
 */
export function circlesIn(
  imports: ReadonlyMap<string, readonly string[]>,
): readonly (readonly string[])[] {
  // Tarjan, Depth-first search and linear graph algorithms, 1972.
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const circles: string[][] = [];
  const lower = (file: string, to: number) =>
    lowest.set(file, Math.min(lowest.get(file) ?? to, to));

  const enter = (file: string): void => {
    order.set(file, order.size);
    lower(file, order.size - 1);
    open.push(file);
    isOpen.add(file);
    for (const next of imports.get(file) ?? []) {
      if (!imports.has(next)) continue;
      if (!order.has(next)) {
        enter(next);
        lower(file, lowest.get(next) ?? 0);
      } else if (isOpen.has(next)) lower(file, order.get(next) ?? 0);
    }
    if (lowest.get(file) !== order.get(file)) return;
    const circle = open.splice(open.indexOf(file));
    for (const each of circle) isOpen.delete(each);
    if (circle.length > 1) circles.push(circle.toSorted());
  };
  for (const file of imports.keys()) if (!order.has(file)) enter(file);
  return circles.toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1));
}
