// Parts of the window that load when they are first needed. One that cannot be loaded is asked for
// again when it is next needed, and nothing else of the window depends on it.
import type { EmojiPart } from '../emoji/main.ts';
import type { HomePart } from '../home/main.ts';

/** The names of their files beside this one. The build inserts them. */
declare const emojiFile: string;
declare const homeFile: string;

export interface PartLoader<Part> {
  /** Loads it once. Null if it cannot be loaded now. */
  load(): Promise<Part | null>;
  /** The part, if it is loaded already. */
  now(): Part | null;
}

export interface WindowParts {
  readonly emoji: PartLoader<EmojiPart>;
  readonly home: PartLoader<HomePart>;
}

export function createParts(): WindowParts {
  return { emoji: createLoader(emojiFile), home: createLoader(homeFile) };
}

/** `use` makes the part of what its file exports. Default: that is the part. */
export function createLoader<Part, Exports = Part>(
  file: string,
  use: (exports: Exports) => Part = (exports) => exports as never,
): PartLoader<Part> {
  let part: Part | null = null;
  let failures = 0;
  return {
    now: () => part,
    async load() {
      if (part) return part;
      try {
        // The address changes with each attempt: browsers remember a module that failed to load.
        const address = new URL(file + (failures ? `?${failures}` : ''), import.meta.url).href;
        return (part = use((await import(address)) as Exports));
      } catch {
        failures += 1;
        return null;
      }
    },
  };
}
