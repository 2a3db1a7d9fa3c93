// How many segments an SMS takes (3GPP TS 23.038 and 23.040). Text of the GSM-7 alphabet: 160
// septets in one, 153 in each of several. Any other text: 70 UTF-16 units in one, 67 in each of
// several. A character of two septets or units is never split between segments.

const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extended = new Set('\f^{}\\[~]|€');

export function segmentsOf(text: string): number {
  const septets = septetsOf(text);
  return septets === null
    ? count(
        [...text].map(({ length }) => length),
        70,
        67,
      )
    : count(septets, 160, 153);
}

/** Of each character. Null: one is not in the alphabet. */
function septetsOf(text: string): readonly number[] | null {
  const septets: number[] = [];
  for (const character of text) {
    if (basic.has(character)) septets.push(1);
    else if (extended.has(character)) septets.push(2);
    else return null;
  }
  return septets;
}

function count(sizes: readonly number[], alone: number, each: number): number {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= alone) return Math.sign(total);
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > each) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  return segments;
}
