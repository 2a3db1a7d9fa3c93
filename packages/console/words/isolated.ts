// Isolates other people's words within a sentence (Unicode Standard Annex 9). A name in another
// direction, or one that changes direction on purpose, then leaves the rest of the sentence alone.

const [open, close] = ['\u2068', '\u2069'];
/** Characters that open or close a direction. An unbalanced one would reach beyond the words. */
const turns = /[\u202A-\u202E\u2066-\u2069]/g;

/** For plain text. In HTML, use `<bdi>`. */
export function isolated(words: string): string {
  return `${open}${words.replaceAll(turns, '')}${close}`;
}
