// The words of visitors in Arabic letters, made from a bundle of words: what a page with a language
// from right to left looks like before anybody has translated it.
const letters = 'ابتثجحخدذرزسشصضطظعغفقكلمنه';

/** The bundle with every text in Arabic letters, as the language `ar`. Its keys and places stay. */
export function inArabicLetters(bundle: string): string {
  let out = '';
  let at = 0;
  const text = (end: string): void => {
    out += bundle[at++];
    while (bundle[at] !== end) {
      if (bundle[at] === '\\') out += bundle[at++];
      else if (end === '`' && bundle.startsWith('${', at)) {
        out += '${';
        at += 2;
        code('}');
      }
      const letter = bundle[at] ?? '';
      if (letter !== end || bundle[at - 1] === '\\') {
        out += arabic(letter);
        at += 1;
      }
    }
    out += bundle[at++];
  };
  const code = (end?: string): void => {
    let depth = 0;
    while (at < bundle.length) {
      const letter = bundle[at] ?? '';
      if (letter === end && depth === 0) break;
      if ('\'"`'.includes(letter)) {
        text(letter);
        continue;
      }
      if (letter === '{') depth += 1;
      if (letter === '}') depth -= 1;
      out += letter;
      at += 1;
    }
    if (end !== undefined) {
      out += end;
      at += 1;
    }
  };
  code();
  return out.replace(/language:([`"'])[^`"']*\1/, 'language:"ar"');
}

function arabic(letter: string): string {
  const plain = letter.normalize('NFD').toLowerCase();
  const place = plain.charCodeAt(0) - 97;
  return letters[place] ?? letter;
}
