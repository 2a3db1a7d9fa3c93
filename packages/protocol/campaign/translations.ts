// The texts of a document in other languages. They stand beside the document's own texts, which are
// the default. Decisions are the same in every language.
import { z } from 'zod';
import { storable } from '../text.ts';

export const translationLimits = {
  /** Languages of one document, and of an account. */
  languages: 12,
  /** Translated texts of one language in one document. */
  texts: 400,
  /** Characters of one text. Its own limit may be lower. */
  textLength: 2048,
  /** Characters of an imported file. */
  fileLength: 1_000_000,
  /** Elements of an imported file. */
  fileElements: 20_000,
} as const;

/** A BCP 47 tag of language, script and region, in its usual case: `de`, `pt-BR`, `zh-Hant-TW`. */
export const LanguageTag = z
  .string()
  .regex(
    /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/,
    'a language is written as in de, pt-BR or zh-Hant',
  );
export type LanguageTag = z.infer<typeof LanguageTag>;

const Texts = z.record(
  z.string().min(1).max(256),
  z
    .string()
    .overwrite(storable)
    .max(translationLimits.textLength)
    .refine((text) => text.trim() !== '', 'a translation is not empty; leave it out instead'),
);

/** By language, and then by the name of the text. Sorted, so that equal ones are written alike. */
export const Translations = z
  .record(LanguageTag, Texts)
  .refine(
    (all) => Object.keys(all).length <= translationLimits.languages,
    `at most ${translationLimits.languages} languages`,
  )
  .refine(
    (all) =>
      Object.values(all).every((texts) => Object.keys(texts).length <= translationLimits.texts),
    `at most ${translationLimits.texts} texts of a language`,
  )
  .overwrite(sorted);
export type Translations = Readonly<Record<LanguageTag, Readonly<Record<string, string>>>>;

function sorted(all: Record<string, Record<string, string>>) {
  return inOrder(Object.entries(all).map(([key, texts]) => [key, inOrder(Object.entries(texts))]));
}

function inOrder<Value>(entries: (readonly [string, Value])[]): Record<string, Value> {
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** The languages that decide what a visitor reads. */
export const DecisiveLanguages = z.strictObject({
  /** The language of the texts themselves, the default. */
  written: LanguageTag,
  /** Visitors of any other language read this one if there is a translation. Null: the default. */
  fallback: LanguageTag.nullable(),
});
export type DecisiveLanguages = z.infer<typeof DecisiveLanguages>;

/** The languages that an account writes in. */
export const AccountLanguages = DecisiveLanguages.extend({
  /** The languages that texts are translated to. */
  others: z.array(LanguageTag).max(translationLimits.languages),
})
  .refine(
    ({ written, others }) => new Set([written, ...others]).size === others.length + 1,
    'each language is named once',
  )
  .refine(
    ({ others, fallback }) => fallback === null || others.includes(fallback),
    'the fallback is one of the other languages',
  );
export type AccountLanguages = z.infer<typeof AccountLanguages>;
