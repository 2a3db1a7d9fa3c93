// What the tag stores in the browser, under one prefix a write key: localStorage, else a
// first-party cookie for short values, else this page's memory. Callers must check consent first;
// this does not.
import { attempt } from './attempt.ts';

const cookieLimit = 300;
const yearS = 31_536_000;

export interface Values {
  get(name: string): string | null;
  /** Null removes it. Never throws; if the storage is full or closed, it is kept in memory. */
  set(name: string, value: string | null): void;
}

export interface Store extends Values {
  /** Names with this prefix, wherever they are stored. */
  names(start: string): string[];
}

export function createStore(key: string): Store {
  const prefix = `opportune.${key}.`;
  const memory = new Map<string, string>();
  const cookies = (): Map<string, string> =>
    // Values that contain `=` stay whole.
    new Map(
      attempt(() =>
        document.cookie.split('; ').map((each) => each.split(/=(.*)/) as [string, string]),
      ),
    );
  const get = (name: string): string | null =>
    memory.get(name) ?? attempt(() => localStorage.getItem(name)) ?? cookies().get(name) ?? null;
  return {
    get: (name) => get(prefix + name),
    set(last, value) {
      const name = prefix + last;
      const text = value ?? '';
      memory.delete(name);
      attempt(() =>
        value === null ? localStorage.removeItem(name) : localStorage.setItem(name, value),
      );
      if (get(name) !== value && text.length < cookieLimit)
        attempt(
          () =>
            (document.cookie = `${name}=${text};path=/;SameSite=Lax;max-age=${text ? yearS : 0}`),
        );
      if (value !== null && get(name) !== value) memory.set(name, value);
    },
    names(start) {
      const stored = attempt(() => Object.keys(localStorage)) ?? [];
      return [...stored, ...cookies().keys(), ...memory.keys()]
        .filter((name) => name.startsWith(prefix + start))
        .map((name) => name.slice(prefix.length));
    },
  };
}
