// The language of the console: chosen in the menu of the person at the desk and theirs on every device;
// before they come in, the one spoken here last, else what the browser asks for, else English. Words are
// two pieces: the desk's, loaded before the first drawing, and the managers', loaded with the first of
// their pages. The desk's English stands in the frame itself. It knows no sentence.
import type { DeskCatalogues, ManagementCatalogues } from '@opportune/words/catalogues.ts';
import { chatEn } from '@opportune/words/en/chat.ts';
import { deskEn } from '@opportune/words/en/desk.ts';
import { messageEn } from '@opportune/words/en/message.ts';
import { config } from 'zod';
import en from 'zod/v4/locales/en.js';
import { directions, languageOf, languages, localeOf } from '@opportune/words/language.ts';
import type { Language, Spoken } from '@opportune/words/language.ts';
import { readSetting, writeSetting } from '../ui/setting.ts';
import { createStore } from '../ui/store.ts';

/** What is said in a language: catalogues, what visitors see of engagements, and what messages carry. */
interface Said {
  readonly catalogues: DeskCatalogues;
  readonly chat: Spoken<typeof chatEn>;
  readonly message: Spoken<typeof messageEn>;
  /** What the schema library says of a wrong value. */
  readonly schemas: Parameters<typeof config>[0];
}

interface Speech extends Pick<Said, 'chat' | 'message'> {
  readonly language: Language;
  /** How dates and numbers are written: the language with a region. */
  readonly locale: string;
  /** A manager's page brings the words of those pages. */
  readonly words: DeskCatalogues & Partial<ManagementCatalogues>;
}

const english: Said = {
  catalogues: deskEn,
  chat: chatEn,
  message: messageEn,
  schemas: en(),
};

const desks: Readonly<Record<Language, () => Promise<Said>>> = {
  en: () => Promise.resolve(english),
  de: async () => (await import('./language-de.ts')).de,
  es: async () => (await import('./language-es.ts')).es,
};

const managements: Readonly<Record<Language, () => Promise<ManagementCatalogues>>> = {
  en: async () => (await import('@opportune/words/en/management.ts')).managementEn,
  de: async () => (await import('@opportune/words/de/management.ts')).managementDe,
  es: async () => (await import('@opportune/words/es/management.ts')).managementEs,
};

const setting = 'opportune.language';
const wished = (): readonly string[] =>
  navigator.languages.length > 0 ? navigator.languages : [navigator.language || 'en'];

/** The language that is spoken now. A change draws the console anew. */
export const speech = createStore<Speech>(speak('en', english));

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
  const said = await desks[language]().catch(() => null);
  if (said === null) return;
  const added = management ? await managementOf(language).catch(() => ({})) : {};
  config(said.schemas);
  speech.set(speak(language, said, added));
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
  if (words.campaigns !== undefined) return page;
  const [loaded, added] = await Promise.all([page, managementOf(language)]);
  if (speech.get().language === language)
    speech.update((now) => ({ ...now, words: { ...now.words, ...added } }));
  return loaded;
}

function managementOf(language: Language): Promise<ManagementCatalogues> {
  return managements[language]().catch(managements.en);
}

function speak(language: Language, said: Said, added: Partial<ManagementCatalogues> = {}): Speech {
  return {
    language,
    locale: localeOf(language, wished()),
    words: { ...said.catalogues, ...added },
    chat: said.chat,
    message: said.message,
  };
}
