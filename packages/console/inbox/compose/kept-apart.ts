// Values that several tabs of one browser share in local storage. Each has a key of its own, so no tab
// overwrites another's value, and every tab hears what another writes or removes.
import { readSetting, settingNames, writeSetting } from '../../ui/setting.ts';

export interface KeptApart<Value> {
  /** All kept values, by name. */
  read(): ReadonlyMap<string, Value>;
  /**
   * Stores new and changed values, and removes those that are gone since the last write or the last change
   * heard.
   */
  write(all: ReadonlyMap<string, Value>): void;
  stop(): void;
}

export interface Place<Value> {
  /** The prefix of its keys. */
  readonly prefix: string;
  /** Returns null for what cannot be read. */
  readonly parse: (stored: string) => Value | null;
  /** Called when another tab wrote the value, or removed it (null). */
  readonly heard: (name: string, value: Value | null) => void;
}

export function keepApart<Value>({ prefix, parse, heard }: Place<Value>): KeptApart<Value> {
  const known = new Map<string, Value>();
  const take = (name: string, stored: string | null): Value | null => {
    const value = stored === null ? null : parse(stored);
    if (value === null) known.delete(name);
    else known.set(name, value);
    return value;
  };
  const listen = ({ key, newValue }: StorageEvent): void => {
    if (key === null || !key.startsWith(prefix)) return;
    const name = key.slice(prefix.length);
    heard(name, take(name, newValue));
  };
  window.addEventListener('storage', listen);
  return {
    read() {
      for (const key of settingNames(prefix)) take(key.slice(prefix.length), readSetting(key));
      return new Map(known);
    },
    write(all) {
      for (const [name, value] of all) {
        if (known.get(name) === value) continue;
        known.set(name, value);
        writeSetting(prefix + name, JSON.stringify(value));
      }
      for (const name of known.keys()) {
        if (all.has(name)) continue;
        known.delete(name);
        writeSetting(prefix + name, null);
      }
    },
    stop: () => window.removeEventListener('storage', listen),
  };
}
