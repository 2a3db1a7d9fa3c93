// The language of what visitors read: the page's own, else the browser's. English is in each part; any
// other is one small file that the parts load when first needed. One that cannot be had, or not soon,
// leaves English.
import type { chatEn } from '@opportune/words/en/chat.ts';
import { languageOf, localeOf } from '@opportune/words/language.ts';
import type { Language, Spoken } from '@opportune/words/language.ts';
import type { messageEn } from '@opportune/words/en/message.ts';

/** By language, the name of its file beside this one; the build fills it in. */
declare const wordFiles: Readonly<Partial<Record<Language, string>>>;

export interface Words {
  readonly chat: Spoken<typeof chatEn>;
  readonly message: Spoken<typeof messageEn>;
  /** By code; English refusals are said as the server sends them. */
  readonly refusals: Readonly<Record<string, string>>;
}

const patienceMs = 4000;

function wished(): readonly string[] {
  const page = document.documentElement.lang;
  const browser = navigator.languages ?? [navigator.language];
  return page ? [page, ...browser] : browser;
}

/** How times and numbers are written for this visitor. */
export function visitorLocale(): string {
  return localeOf(languageOf(wished()), wished());
}

/** Calls back once, with the words of another language, or with null for English. */
export function withWords(use: (words: Words | null) => void): void {
  const file = wordFiles[languageOf(wished())];
  if (!file) return use(null);
  let done = false;
  const once = (words: Words | null): void => {
    if (!done) use(words);
    done = true;
  };
  setTimeout(once, patienceMs, null);
  import(new URL(file, import.meta.url).href).then(once, () => once(null));
}
