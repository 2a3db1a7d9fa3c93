// The language of the console. People choose it in their menu and keep it on every device. Before
// they sign in it is the last one used here, else the browser's, else English. The desk's words
// load before the first drawing, those about visits and those for managers with the first of their
// pages; the desk's English is built in. This file holds no sentences.
import type {
  DeskCatalogues,
  ManagementCatalogues,
  VisitCatalogues,
} from '@opportune/words/catalogues.ts';
import { chatEn } from '@opportune/words/en/chat.ts';
import { deskEn } from '@opportune/words/en/desk.ts';
import { messageEn } from '@opportune/words/en/message.ts';
import { config } from 'zod';
import en from 'zod/v4/locales/en.js';
import { directions, languageOf, languages, localeOf } from '@opportune/words/language.ts';
import type { Language, Spoken } from '@opportune/words/language.ts';
import { readSetting, writeSetting } from '../ui/setting.ts';
import { createStore } from '../ui/store.ts';

/**
 * The words of a language: catalogues, what visitors see of engagements, and what messages carry.
 */
interface Said {
  readonly catalogues: DeskCatalogues;
  readonly chat: Spoken<typeof chatEn>;
  readonly message: Spoken<typeof messageEn>;
  /** Zod's sentences about wrong values. */
  readonly schemas: Parameters<typeof config>[0];
}

type Later = Partial<ManagementCatalogues & VisitCatalogues>;

interface Speech extends Pick<Said, 'chat' | 'message'> {
  readonly language: Language;
  /** The locale of dates and numbers: the language with a region. */
  readonly locale: string;
  /** What is loaded later is there once one of its pages was opened. */
  readonly words: DeskCatalogues & Later;
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

type Loaded<Catalogues> = Readonly<Record<Language, () => Promise<Catalogues>>>;

const managements: Loaded<ManagementCatalogues> = {
  en: async () => (await import('@opportune/words/en/management.ts')).managementEn,
  de: async () => (await import('@opportune/words/de/management.ts')).managementDe,
  es: async () => (await import('@opportune/words/es/management.ts')).managementEs,
};
const visits: Loaded<VisitCatalogues> = {
  en: async () => (await import('@opportune/words/en/visits.ts')).visitsEn,
  de: async () => (await import('@opportune/words/de/visits.ts')).visitsDe,
  es: async () => (await import('@opportune/words/es/visits.ts')).visitsEs,
};

const setting = 'opportune.language';
const wished = (): readonly string[] =>
  navigator.languages.length > 0 ? navigator.languages : [navigator.language || 'en'];

/** The current language with its words. A change draws the console anew. */
export const speech = createStore<Speech>(speak('en', english));

/** The locale of dates and numbers. */
export const locale = (): string => speech.get().locale;

/** Makes a value for the locale once, and again after another language is chosen. */
export function perLocale<Thing>(make: (locale: string) => Thing): () => Thing {
  let made: { readonly of: string; readonly thing: Thing } | null = null;
  return () => {
    const of = locale();
    if (made?.of !== of) made = { of, thing: make(of) };
    return made.thing;
  };
}

/**
 * A name as written within a sentence: in lower case, except in German, which capitalises nouns.
 */
export function within(text: string): string {
  return speech.get().language === 'de' ? text : text.toLocaleLowerCase(locale());
}

/** A sentence as written within another: only its first letter changes. */
export function beginSmall(text: string): string {
  return within(text.slice(0, 1)) + text.slice(1);
}

/** Loads the language of this browser, and follows other tabs. Resolves when pages can be drawn. */
export async function startLanguage(): Promise<void> {
  const kept = readSetting(setting);
  await load(languages.find((language) => language === kept) ?? languageOf(wished()));
  window.addEventListener('storage', ({ key, newValue }) => {
    const other = languages.find((language) => language === newValue);
    if (key === setting && other !== undefined) void load(other);
  });
}

/** Switches the language, here and in other tabs. */
export async function chooseLanguage(language: Language): Promise<void> {
  await load(language);
  writeSetting(setting, language);
}

/**
 * Switches to the language of a person who signs in. Null if they never chose one: this browser's
 * stays.
 */
export async function followLanguage(language: Language | null): Promise<void> {
  if (language !== null && language !== speech.get().language) await chooseLanguage(language);
}

/** Keeps the current language if the words of the new one cannot be loaded. */
async function load(language: Language): Promise<void> {
  const said = await desks[language]().catch(() => null);
  if (said === null) return;
  const added = await laterOf(language).catch(() => ({}));
  config(said.schemas);
  speech.set(speak(language, said, added));
  document.documentElement.lang = language;
  document.documentElement.dir = directions[language];
}

/** Catalogues of which a page was opened. From then on, each language loads with them. */
const opened = new Set<Loaded<Later>>();

/** Loads a managers' page as `forVisits` does, together with the words of managers, too. */
export function forManagers<Page>(page: Promise<Page>): Promise<Page> {
  return withWords(page, [visits, managements]);
}

/**
 * Loads a page that shows single visits together with its words in the current language. Words that
 * cannot be loaded stay English.
 */
export function forVisits<Page>(page: Promise<Page>): Promise<Page> {
  return withWords(page, [visits]);
}

async function withWords<Page>(
  page: Promise<Page>,
  needed: readonly Loaded<Later>[],
): Promise<Page> {
  if (needed.every((catalogues) => opened.has(catalogues))) return page;
  for (const catalogues of needed) opened.add(catalogues);
  const { language } = speech.get();
  const [loaded, added] = await Promise.all([page, laterOf(language)]);
  if (speech.get().language === language)
    speech.update((now) => ({ ...now, words: { ...now.words, ...added } }));
  return loaded;
}

async function laterOf(language: Language): Promise<Later> {
  const loaded = [...opened].map((catalogues) => catalogues[language]().catch(catalogues.en));
  return Object.assign({}, ...(await Promise.all(loaded))) as Later;
}

function speak(language: Language, said: Said, added: Later = {}): Speech {
  return {
    language,
    locale: localeOf(language, wished()),
    words: { ...said.catalogues, ...added },
    chat: said.chat,
    message: said.message,
  };
}
