// A scale that several intervals share. It contains all of them and zero.

type Interval = { readonly lower: number; readonly upper: number };
/** A withheld or missing effect has no bounds. */
type Effect = Interval | { readonly type: 'withheld' } | null | undefined;

/** The ends of a common scale for these effects, with some room at both sides. */
export function commonScale(effects: readonly Effect[]): readonly [number, number] {
  const bounds = effects.flatMap((effect) =>
    effect != null && 'lower' in effect ? [effect.lower, effect.upper] : [],
  );
  const low = Math.min(0, ...bounds);
  const high = Math.max(0, ...bounds);
  const room = (high - low || 1) * 0.08;
  return [low - room, high + room];
}
