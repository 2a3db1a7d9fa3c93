// The language of what visitors read: the page's own, else the browser's. English is in each part;
// any other is one small file that the parts load when first needed. If it cannot be loaded soon,
// English stays.
import type { askedEn } from '@opportune/words/en/asked.ts';
import type { chatEn } from '@opportune/words/en/chat.ts';
import { languageOf, localeOf } from '@opportune/words/language.ts';
import type { Language, Spoken } from '@opportune/words/language.ts';
import type { homeEn } from '@opportune/words/en/home.ts';
import type { messageEn } from '@opportune/words/en/message.ts';
import { safe } from './core/safe.ts';
import { withHost } from './host.ts';

/** By language, the name of its file beside this one. The build inserts it. */
declare const wordFiles: Readonly<Partial<Record<Language, string>>>;

export interface Words {
  readonly chat: Spoken<typeof chatEn>;
  readonly message: Spoken<typeof messageEn>;
  /** English ones of a part that loads on demand are in that part. */
  readonly asked?: Spoken<typeof askedEn>;
  readonly home?: Spoken<typeof homeEn>;
  /** By code. English refusals use the server's sentences. */
  readonly refusals: Readonly<Record<string, string>>;
}

const patienceMs = 4000;

function wished(): readonly string[] {
  const page = document.documentElement.lang;
  const browser = navigator.languages ?? [navigator.language];
  return page ? [page, ...browser] : browser;
}

/** The locale for times and numbers of this visitor. */
export function visitorLocale(): string {
  return localeOf(languageOf(wished()), wished());
}

/**
 * Calls back once, with the words of another language, or with null for English. Everything that
 * draws waits for them, and for the host that it draws into.
 */
export function withWords(use: (words: Words | null) => void): void {
  const words = new Promise<Words | null>(loadWords);
  withHost(() => void words.then(safe(use)));
}

function loadWords(use: (words: Words | null) => void): void {
  const file = wordFiles[languageOf(wished())];
  if (!file) return use(null);
  setTimeout(use, patienceMs, null);
  import(new URL(file, import.meta.url).href).then(use, () => use(null));
}
