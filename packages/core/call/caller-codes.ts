// Short codes by which callers show that they are at a page: the page shows one, and they type it on
// their telephone. Whoever guesses must not meet one of somebody else's: so few codes of each form are
// valid at once that a guess meets one with a probability of at most 1 in 100,000. Pure.
import type { SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { callerCodeLimits as limits } from '@opportune/protocol/limits/telephone.ts';

/** The page that showed a code. */
export interface AtPage {
  readonly site: SiteId;
  readonly visitor: VisitorId;
}

export interface Shown extends AtPage {
  /** The network of the browser. Null: it is not known. */
  readonly address: string | null;
}

export interface CallerCode {
  readonly digits: string;
  /** Until when it is valid, in ms since 1970. */
  readonly until: number;
}

/** A whole number of 0 and up, below a bound. */
export type RandomBelow = (bound: number) => number;

/** Six digits that begin with 0 to 8, or eight that begin with 9: so a keypad knows where a code ends. */
const forms = [
  { many: 900_000, digits: 6, from: 0, most: limits.short },
  { many: 10_000_000, digits: 8, from: 90_000_000, most: limits.long },
] as const;

type Valid = Shown & { readonly until: number };

/** The codes of one account. Where too many are valid, those of nobody make way, then those of who has most. */
export class CallerCodes {
  /** The oldest first. */
  readonly #valid = new Map<string, Valid>();

  get size(): number {
    return this.#valid.size;
  }

  /** The code that a visitor's page shows, if it is valid for long enough. */
  shownTo(page: AtPage, now: number): CallerCode | null {
    const [digits, own] = this.#ownOf(page) ?? [];
    if (digits === undefined || own === undefined) return null;
    return own.until - now >= limits.againMs ? { digits, until: own.until } : null;
  }

  /**
   * A code for a visitor's page, instead of the one that it had. Null: too many are valid, of its network or
   * of others with as few. `isThere`: whether a visitor is on the site now.
   */
  show(
    shown: Shown,
    now: number,
    { random, isThere }: { readonly random: RandomBelow; isThere(page: AtPage): boolean },
  ): CallerCode | null {
    this.forget(now);
    const [own] = this.#ownOf(shown) ?? [];
    if (own !== undefined) this.#valid.delete(own);
    if (this.#ofNetwork(shown) >= limits.ofAddress) return null;
    const isFull = forms.every(({ digits, most }) => this.#many(digits) >= most);
    const last = isFull ? (this.#nobodys(now, isThere) ?? this.#ofWhoHasMost(shown)) : undefined;
    if (last !== undefined) this.#valid.delete(last);
    const form = forms.find(({ digits, most }) => this.#many(digits) < most);
    if (form === undefined) return null;
    const digits = this.#free(form, random);
    const until = now + limits.lifeMs;
    this.#valid.set(digits, { ...shown, until });
    return { digits, until };
  }

  /** Whose page shows a code that was typed. It is void from now on. Null: there is none. */
  take(digits: string, now: number): AtPage | null {
    const found = this.#valid.get(digits);
    this.#valid.delete(digits);
    if (found === undefined || found.until <= now) return null;
    const { site, visitor } = found;
    return { site, visitor };
  }

  /** Drops those that are no longer valid. */
  forget(now: number): void {
    for (const [digits, { until }] of this.#valid) if (until <= now) this.#valid.delete(digits);
  }

  #ownOf(page: AtPage): readonly [string, Valid] | undefined {
    return [...this.#valid].find(
      ([, { site, visitor }]) => site === page.site && visitor === page.visitor,
    );
  }

  /** How many codes the network of a page has. A network that is not known is nobody else's. */
  #ofNetwork({ address }: Shown): number {
    if (address === null) return 0;
    return [...this.#valid.values()].filter((each) => each.address === address).length;
  }

  /** The oldest code whose visitor has left. Who opens the telephone on a phone leaves the page, too. */
  #nobodys(now: number, isThere: (page: AtPage) => boolean): string | undefined {
    const isOld = ({ until }: Valid): boolean => now - (until - limits.lifeMs) >= limits.leftMs;
    return [...this.#valid].find(([, each]) => isOld(each) && !isThere(each))?.[0];
  }

  /** The oldest code of the network with most, if that has two more than this one. */
  #ofWhoHasMost(shown: Shown): string | undefined {
    const most = Math.max(...[...this.#valid.values()].map((each) => this.#ofNetwork(each)));
    if (most < this.#ofNetwork(shown) + 2) return undefined;
    return [...this.#valid].find(([, each]) => this.#ofNetwork(each) === most)?.[0];
  }

  #many(length: number): number {
    return [...this.#valid.keys()].filter((each) => each.length === length).length;
  }

  #free(form: (typeof forms)[number], random: RandomBelow): string {
    for (;;) {
      const digits = String(form.from + random(form.many)).padStart(form.digits, '0');
      if (!this.#valid.has(digits)) return digits;
    }
  }
}

/** How many digits a code has that begins with this one. */
function lengthOf(first: string): number {
  return first === '9' ? forms[1].digits : forms[0].digits;
}

/** Keys as a caller presses them. A sign, or a long pause, begins anew. */
export class TypedCode {
  #digits = '';
  #pressedAt = 0;

  /** The digits so far, of a code that is not whole. */
  get digits(): string {
    return this.#digits;
  }

  /** A code that is whole by this key. Null: it is not. */
  press(key: string, now: number): string | null {
    if (now - this.#pressedAt > limits.pauseMs) this.#digits = '';
    this.#pressedAt = now;
    this.#digits = /^[0-9]$/.test(key) ? this.#digits + key : '';
    const isWhole =
      this.#digits !== '' && this.#digits.length === lengthOf(this.#digits.slice(0, 1));
    if (!isWhole) return null;
    const code = this.#digits;
    this.#digits = '';
    return code;
  }
}
