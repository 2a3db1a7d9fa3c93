// Matches a query of a few letters: the letters of each word must appear in the text, in order.
// Beginnings of words count most, then adjacent letters, then short texts. Pure.

/** Higher is better. Null if the text does not match. An empty query matches every text equally. */
export function fit(asked: string, text: string): number | null {
  const words = plain(asked).split(/\s+/).filter(Boolean);
  let sum = 0;
  for (const word of words) {
    const score = fitWord(word, plain(text));
    if (score === null) return null;
    sum += score;
  }
  return words.length === 0 ? 0 : sum - text.length / 100;
}

/** The items that match, best first. Equal scores keep their order. */
export function best<Item>(
  asked: string,
  items: readonly Item[],
  textOf: (item: Item) => string,
): readonly Item[] {
  return items
    .map((item) => ({ item, score: fit(asked, textOf(item)) }))
    .filter((each): each is { item: Item; score: number } => each.score !== null)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}

/** The best score over all places where the word may begin. */
function fitWord(word: string, text: string): number | null {
  let found: number | null = null;
  for (let at = text.indexOf(word[0] ?? ''); at !== -1; at = text.indexOf(word[0] ?? '', at + 1)) {
    const score = fitFrom(word, text, at);
    if (score !== null && (found === null || score > found)) found = score;
  }
  return found;
}

function fitFrom(word: string, text: string, from: number): number | null {
  let score = 0;
  let at = from - 1;
  for (const letter of word) {
    const next = text.indexOf(letter, at + 1);
    if (next === -1) return null;
    score += beginsWord(text, next) ? 3 : next === at + 1 ? 2 : 0;
    if (next > at + 1 && letter !== word[0]) score -= 1;
    at = next;
  }
  return score;
}

function beginsWord(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '');
}

/** Lower case, without diacritics. */
function plain(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
}
