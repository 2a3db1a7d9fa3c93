// What is written in a sample shop, in the language of the administrator who makes it: by the shop,
// by its visitors and by its agents. Names of people and products are the same in every language.
import type { OneOf } from '../chance.ts';

export type SkillName = 'advice' | 'orders' | 'returns';

/** What a conversation is about, and what is said in it. */
export interface Topic {
  /** The name of the need and of the tag. */
  readonly name: string;
  readonly skill: SkillName;
  /** First messages of visitors. */
  readonly asks: OneOf<string>;
  /** What agents answer. */
  readonly answers: OneOf<string>;
  /** What visitors ask next. */
  readonly more: OneOf<string>;
  /** What agents answer to that. */
  readonly last: OneOf<string>;
}

export interface Invitation {
  readonly name: string;
  readonly headline: string;
  readonly text: string;
  readonly action: string;
}

export interface SampleWords {
  /** The name of the account. */
  readonly account: string;
  /** The name of the shop's own app. */
  readonly app: string;
  readonly sections: Readonly<
    Record<
      'home' | 'category' | 'product' | 'search' | 'cart' | 'checkout' | 'order' | 'help',
      string
    >
  >;
  readonly goals: Readonly<Record<'purchase' | 'payment', string>>;
  readonly skills: Readonly<Record<SkillName, string>>;
  readonly campaigns: Readonly<
    Record<'checkout' | 'advice' | 'newsletter' | 'delivery' | 'returning', Invitation>
  >;
  /** Shown where nobody is there. */
  readonly away: string;
  readonly topics: OneOf<Topic>;
  readonly greetings: OneOf<string>;
  readonly thanks: OneOf<string>;
  readonly farewells: OneOf<string>;
  /** Notes of agents who hand a conversation on. */
  readonly notes: OneOf<string>;
  readonly left: OneOf<string>;
  readonly comments: OneOf<string>;
  readonly dispositions: readonly [solved: string, ordered: string, open: string];
  readonly answers: readonly {
    readonly shortcut: string;
    readonly title: string;
    readonly text: string;
  }[];
  readonly searches: OneOf<string>;
  readonly lunch: string;
  readonly contact: string;
}
