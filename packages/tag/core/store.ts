// What the tag keeps in the browser, under one prefix a write key: localStorage, else a first-party
// cookie for short values, else this page's memory. Callers ask for consent first; this does not.
const cookieLimit = 300;
const yearS = 31_536_000;

export interface Store {
  get(name: string): string | null;
  /** Null removes it. Never throws; a full or closed storage keeps it in memory. */
  set(name: string, value: string | null): void;
  /** Names that begin so. */
  names(start: string): string[];
}

function openLocal(): Storage | null {
  try {
    localStorage.setItem('opportune', '1');
    localStorage.removeItem('opportune');
    return localStorage;
  } catch {
    return null;
  }
}

export function createStore(key: string): Store {
  const prefix = `opportune.${key}.`;
  const memory = new Map<string, string>();
  // Opened at the first write, so that a page without consent sees no trace.
  let local: Storage | null | undefined;
  const read = (name: string): string | null => {
    try {
      return localStorage.getItem(prefix + name);
    } catch {
      const found = document.cookie.split('; ').find((each) => each.startsWith(`${prefix}${name}=`));
      return found ? found.slice(prefix.length + name.length + 1) : null;
    }
  };
  const bake = (name: string, value: string | null): void => {
    if ((value ?? '').length > cookieLimit) return;
    document.cookie = `${prefix}${name}=${value ?? ''}; path=/; SameSite=Lax; max-age=${value === null ? 0 : yearS}`;
  };
  return {
    get: (name) => memory.get(name) ?? read(name),
    set(name, value) {
      if (local === undefined) local = openLocal();
      memory.delete(name);
      try {
        if (!local) bake(name, value);
        else if (value === null) local.removeItem(prefix + name);
        else local.setItem(prefix + name, value);
      } catch {
        // Full, or closed meanwhile: memory serves this page.
      }
      if (value !== null && read(name) !== value) memory.set(name, value);
    },
    names(start) {
      const found: string[] = [];
      try {
        for (const name of Object.keys(localStorage)) {
          if (name.startsWith(prefix + start)) found.push(name.slice(prefix.length));
        }
      } catch {
        // No storage, no names.
      }
      return found;
    },
  };
}
