// What several tabs of one browser keep in one place: each thing under a key of its own, so that no tab
// overwrites what another wrote, and what one writes or removes the others hear.
import { readSetting, settingNames, writeSetting } from '../../ui/setting.ts';

export interface KeptApart<Value> {
  /** Everything that is kept, by name. */
  read(): ReadonlyMap<string, Value>;
  /** Keeps what is new or another value, and removes what is gone since it was last told or heard. */
  write(all: ReadonlyMap<string, Value>): void;
  stop(): void;
}

export interface Place<Value> {
  /** What its keys begin with. */
  readonly prefix: string;
  /** Null for what cannot be read. */
  readonly parse: (stored: string) => Value | null;
  /** Another tab wrote it; null: removed it. */
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
