// What the tag keeps in the browser, under one prefix a write key: localStorage, else a first-party
// cookie for short values, else this page's memory. Callers ask for consent first; this does not.
import { attempt } from './attempt.ts';

const cookieLimit = 300;
const yearS = 31_536_000;

export interface Values {
  get(name: string): string | null;
  /** Null removes it. Never throws; a full or closed storage keeps it in memory. */
  set(name: string, value: string | null): void;
}

export interface Store extends Values {
  /** Names that begin so. */
  names(start: string): string[];
}

export function createStore(key: string): Store {
  const prefix = `opportune.${key}.`;
  const memory = new Map<string, string>();
  const cookie = (start: string): string | null =>
    attempt(
      () =>
        document.cookie
          .split('; ')
          .find((each) => each.startsWith(start))
          ?.slice(start.length) ?? null,
    );
  const get = (name: string): string | null =>
    memory.get(name) ??
    attempt(() => localStorage.getItem(prefix + name)) ??
    cookie(`${prefix + name}=`);
  const bake = (name: string, value: string, lifeS: number): unknown =>
    attempt(
      () => (document.cookie = `${prefix + name}=${value};path=/;SameSite=Lax;max-age=${lifeS}`),
    );
  return {
    get,
    set(name, value) {
      memory.delete(name);
      if (value === null) {
        attempt(() => localStorage.removeItem(prefix + name));
        if (get(name)) bake(name, '', 0);
        return;
      }
      attempt(() => localStorage.setItem(prefix + name, value));
      if (get(name) !== value && value.length < cookieLimit) bake(name, value, yearS);
      if (get(name) !== value) memory.set(name, value);
    },
    names(start) {
      const all = attempt(() => Object.keys(localStorage)) ?? [];
      return all
        .filter((name) => name.startsWith(prefix + start))
        .map((name) => name.slice(prefix.length));
    },
  };
}
