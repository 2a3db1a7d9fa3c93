// [LG1] Checks of every translation beyond its keys, which the types check: the same places, plural
// forms of its language, no sentence left in English, and no text too long for its room. Every
// English catalogue must be translated.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Entry } from './language.ts';

const here = import.meta.dirname;
/** Texts that may be the same in another language: names, units, anything but sentences. */
const alike = /^[^a-z]*$|^\P{L}*$/u;

type Catalogue = Readonly<Record<string, unknown>>;
interface Pair {
  readonly file: string;
  readonly key: string;
  readonly english: Entry;
  readonly other: Entry;
}

/** `en/desk/inbox.ts` has its translation in `de/desk/inbox.ts`. */
const files = ['', 'desk', 'management', 'writing']
  .flatMap((folder) =>
    readdirSync(path.join(here, 'en', folder)).map((name) => path.join(folder, name)),
  )
  .filter((file) => /\//.test(file) || /^(condition|figures|refusals)\.ts$/.test(file));

async function catalogueOf(file: string): Promise<Catalogue> {
  const [only] = Object.values((await import(path.join(here, file))) as Record<string, Catalogue>);
  assert.ok(only, `${file} exports no catalogue`);
  return only;
}

function isEntry(value: unknown): value is Entry {
  return (
    typeof value === 'string' || (typeof value === 'object' && value !== null && 'other' in value)
  );
}

async function pairsOf(language: string): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (const file of files) {
    if (!existsSync(path.join(here, language, file))) continue;
    const [one, two] = [await catalogueOf(`en/${file}`), await catalogueOf(`${language}/${file}`)];
    for (const [key, entry] of Object.entries(one)) {
      const translated = two[key];
      // The types report missing and superfluous keys.
      if (isEntry(entry) && isEntry(translated))
        pairs.push({ file, key, english: entry, other: translated });
    }
  }
  return pairs;
}

function textsOf(entry: Entry): readonly string[] {
  return typeof entry === 'string' ? [entry] : Object.values(entry);
}

function placesOf(text: string): string {
  return [...new Set(text.match(/\{\w+\}/g))].toSorted().join(' ');
}

function placesOfAny(entry: Entry): string {
  return placesOf(textsOf(entry).join(' '));
}

for (const language of ['de', 'es']) {
  test(`${language}: every English catalogue is translated`, () => {
    assert.ok(files.length > 30);
    const missing = files.filter((file) => !existsSync(path.join(here, language, file)));
    assert.deepEqual(missing, []);
  });

  const pairs = await pairsOf(language);
  const say = (pair: Pair): string =>
    `${language}/${pair.file} ${pair.key}: ${textsOf(pair.other).join(' | ')}`;

  test(`[LG1] ${language}: every text has the places of the English one`, () => {
    assert.ok(pairs.length > 1500);
    const wrong = pairs.filter((pair) => placesOfAny(pair.other) !== placesOfAny(pair.english));
    assert.deepEqual(wrong.map(say), []);
  });

  test(`${language}: what is counted has the plural forms that the language tells apart`, () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const wrong = pairs.filter(
      ({ other }) =>
        typeof other !== 'string' &&
        !Object.keys(other).every((form) => categories.some((each) => each === form)),
    );
    assert.deepEqual(wrong.map(say), []);
    // A text with plural forms in English needs plural forms in inflected languages too.
    const lost = pairs.filter(
      ({ english, other }) => typeof english !== 'string' && typeof other === 'string',
    );
    assert.deepEqual(lost.map(say), []);
  });

  test(`${language}: no sentence is left in English`, () => {
    const left = pairs.filter((pair) => {
      const texts = textsOf(pair.other).map((text) => text.replace(/\{\w+\}/g, ''));
      const first = textsOf(pair.english)[0]?.replace(/\{\w+\}/g, '') ?? '';
      return texts[0] === first && !alike.test(first) && first.trim().split(/\s+/).length > 2;
    });
    assert.deepEqual(left.map(say), []);
    const english = /\b(the|and|with|your|visitors|of|is|are)\b/;
    const mixed = pairs.filter((pair) =>
      textsOf(pair.other).some((text) => english.test(text.replace(/\{\w+\}/g, ''))),
    );
    assert.deepEqual(mixed.map(say), []);
  });

  test(`${language}: no text is empty, nor more than twice as long as the English one`, () => {
    const wrong = pairs.filter((pair) => {
      const [english, other] = [pair.english, pair.other].map((entry) =>
        Math.max(...textsOf(entry).map((text) => text.length)),
      );
      return other === 0 || (other ?? 0) > 2 * (english ?? 0) + 24;
    });
    assert.deepEqual(wrong.map(say), []);
  });
}

test('[Q10] no two features of a visit are said in the same words, in any language', async () => {
  for (const file of ['en/intent.ts', 'de/intent.ts', 'es/intent.ts']) {
    const reasons = Object.entries(await catalogueOf(file)).flatMap(([key, entry]) =>
      key.startsWith('why.') && isEntry(entry) ? [textsOf(entry).join('\n')] : [],
    );
    assert.ok(reasons.length > 50, file);
    assert.deepEqual(
      reasons.filter((each, at) => reasons.indexOf(each) !== at),
      [],
      file,
    );
  }
});
