// What the home of the chat window is drawn from: what the server sent, the visitor's language, and
// what a click does. Types only.
import type { HomeFrame } from '@opportune/protocol/conversation/home.ts';

/** Sentences, as the catalogues of visitors have them. */
export interface HomeWords {
  readonly hello: string;
  readonly greeting: string;
  here(names: string): string;
  readonly start: string;
  readonly leave: string;
  readonly call: string;
  readonly speak: string;
  /** `minutes` 0: nobody knows. */
  busy(minutes: number): string;
  readonly callBack: string;
  readonly chooseTime: string;
  readonly underMinute: string;
  minutes(count: number): string;
  hours(count: number): string;
  openUntil(time: string): string;
  back(day: string, time: string): string;
  readonly today: string;
  readonly tomorrow: string;
  onDay(weekday: string): string;
  readonly later: string;
  readonly earlier: string;
  you(text: string): string;
  readonly unread: string;
  readonly answers: string;
  readonly find: string;
  readonly none: string;
  found(count: number): string;
  readonly newTab: string;
}

type Earlier = HomeFrame['conversations'][number];
/** As a browser receives it: ids without brands. */
export type EarlierConversation = Omit<Earlier['conversation'], 'id'> & { readonly id: string };
export type HomeContent = Pick<
  HomeFrame,
  'greeting' | 'items' | 'faces' | 'photos' | 'replyS' | 'hours' | 'speaks'
> & {
  readonly conversations: readonly (Omit<Earlier, 'conversation'> & {
    readonly conversation: EarlierConversation;
  })[];
};

export interface HomeShown {
  readonly home: HomeContent;
  /** The name of the business. */
  readonly site: string;
  /** The address of its logo, shown in place of the name. */
  readonly logo: string | null;
  readonly agentsOnline: boolean;
  /** Whether this page can begin a call or a call back now. */
  readonly maySpeak: { readonly call: boolean; readonly back: boolean };
}

export interface HomeManner {
  readonly words: HomeWords;
  readonly locale: string;
  /** The name of the button that closes it. */
  readonly close: string;
  now(): number;
  /** A photo that can be loaded, of an address below that of the server. */
  photo(address: string | null | undefined): string | null;
}

export interface HomeActs {
  start(): void;
  speak(how: NonNullable<HomeContent['speaks']>['type']): void;
  open(conversation: EarlierConversation): void;
  close(): void;
}
