// The language of the console: chosen in the menu of the person at the desk and theirs on every device;
// before they come in, the one spoken here last, else what the browser asks for, else English. Its words
// are two chunks: the desk's, loaded before the first drawing, and the managers', loaded with the first
// of their pages. English brings none. It knows no sentence.
import type { DeskCatalogues, ManagementCatalogues } from '@opportune/words/catalogues.ts';
import { chatEn } from '@opportune/words/en/chat.ts';
import { messageEn } from '@opportune/words/en/message.ts';
import { config } from 'zod';
import en from 'zod/v4/locales/en.js';
import { directions, languageOf, languages, localeOf } from '@opportune/words/language.ts';
import type { Language, Spoken } from '@opportune/words/language.ts';
import { readSetting, writeSetting } from '../ui/setting.ts';
import { createStore } from '../ui/store.ts';

/** What a language other than English has said so far: a manager's page brings the rest. */
type SpokenCatalogues = DeskCatalogues & Partial<ManagementCatalogues>;

/** What a language other than English brings. */
interface Brought {
  readonly catalogues: SpokenCatalogues;
  readonly schemas: Parameters<typeof config>[0];
  /** What visitors see of engagements, and what messages carry. */
  readonly chat: Spoken<typeof chatEn>;
  readonly message: Spoken<typeof messageEn>;
}

interface Speech extends Pick<Brought, 'chat' | 'message'> {
  readonly language: Language;
  /** How dates and numbers are written: the language with a region. */
  readonly locale: string;
  /** Null in English, which every reader has. */
  readonly words: SpokenCatalogues | null;
}

const setting = 'opportune.language';
const wished = (): readonly string[] =>
  navigator.languages.length > 0 ? navigator.languages : [navigator.language || 'en'];

/** The language that is spoken now. A change draws the console anew. */
export const speech = createStore<Speech>(speak('en', null));

/** The other languages' words; null while English is spoken. */
export const spoken = (): SpokenCatalogues | null => speech.get().words;

/** The locale of dates and numbers. */
export const locale = (): string => speech.get().locale;

/** Makes a thing of the locale once, and anew when another language is chosen. */
export function perLocale<Thing>(make: (locale: string) => Thing): () => Thing {
  let made: { readonly of: string; readonly thing: Thing } | null = null;
  return () => {
    const of = locale();
    if (made?.of !== of) made = { of, thing: make(of) };
    return made.thing;
  };
}

/** A name of a thing as it stands within a sentence: small, but not where nouns are always capital. */
export function within(text: string): string {
  return speech.get().language === 'de' ? text : text.toLocaleLowerCase(locale());
}

/** A sentence that stands within another; only its beginning changes. */
export function beginSmall(text: string): string {
  return within(text.slice(0, 1)) + text.slice(1);
}

/** Loads the language of this browser and speaks it; resolves when pages may be drawn. */
export async function startLanguage(): Promise<void> {
  const kept = readSetting(setting);
  await load(languages.find((language) => language === kept) ?? languageOf(wished()));
  window.addEventListener('storage', ({ key, newValue }) => {
    const other = languages.find((language) => language === newValue);
    if (key === setting && other !== undefined) void load(other);
  });
}

/** Speaks another language from now on, here and in other tabs. */
export async function chooseLanguage(language: Language): Promise<void> {
  await load(language);
  writeSetting(setting, language);
}

/** As somebody chose who has just come in; null: they never did, and this browser's stays. */
export async function followLanguage(language: Language | null): Promise<void> {
  if (language !== null && language !== speech.get().language) await chooseLanguage(language);
}

/** A language whose words cannot be had leaves the one that is spoken. */
async function load(language: Language): Promise<void> {
  const words = await wordsOf(language).catch(() => undefined);
  if (words === undefined) return;
  // What the schema library says of a wrong value, too.
  config(words?.schemas ?? en());
  speech.set(speak(language, words));
  document.documentElement.lang = language;
  document.documentElement.dir = directions[language];
}

/** Whether a page of managers was opened: from then on each language brings their words, too. */
let management = false;

/**
 * Loads a page of managers together with its words in the language that is spoken. Words that cannot
 * be had stay English.
 */
export async function forManagers<Page>(page: Promise<Page>): Promise<Page> {
  management = true;
  const { language, words } = speech.get();
  const [loaded, brought] = await Promise.all([page, managementOf(language, words)]);
  if (brought !== null && speech.get().language === language)
    speech.update((now) => ({ ...now, words: brought }));
  return loaded;
}

/** The words with those of managers' pages; null where there is nothing to add. */
async function managementOf(
  language: Language,
  words: SpokenCatalogues | null,
): Promise<SpokenCatalogues | null> {
  if (words === null || words.campaigns !== undefined) return null;
  const added = await managementWords(language).catch(() => null);
  return added === null ? null : { ...words, ...added };
}

async function managementWords(language: Language): Promise<ManagementCatalogues | null> {
  switch (language) {
    case 'en':
      return null;
    case 'de':
      return (await import('./language-de-management.ts')).management;
    case 'es':
      return (await import('./language-es-management.ts')).management;
    default:
      return language satisfies never;
  }
}

async function wordsOf(language: Language): Promise<Brought | null> {
  const brought = await deskOf(language);
  if (brought === null || !management) return brought;
  const catalogues = await managementOf(language, brought.catalogues);
  return catalogues === null ? brought : { ...brought, catalogues };
}

async function deskOf(language: Language): Promise<Brought | null> {
  switch (language) {
    case 'en':
      return null;
    case 'de':
      return (await import('./language-de.ts')).de;
    case 'es':
      return (await import('./language-es.ts')).es;
    default:
      return language satisfies never;
  }
}

function speak(language: Language, brought: Brought | null): Speech {
  return {
    language,
    locale: localeOf(language, wished()),
    words: brought?.catalogues ?? null,
    chat: brought?.chat ?? chatEn,
    message: brought?.message ?? messageEn,
  };
}
