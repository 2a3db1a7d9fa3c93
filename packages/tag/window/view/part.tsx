// A part of the window that loads when it is needed. While it is not there nothing is shown of it;
// if it cannot be loaded, the window says so and offers another try.
// oxlint-disable react/immutability -- refs are there to be written; no compiler rewrites this
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { PartLoader } from '../parts.ts';
import { Button, type View } from './fields.tsx';
import type { KitParts } from './kit-parts.ts';

/** The loaders of the window. */
export const Parts = createContext<KitParts | null>(null);

interface Loaded<Part> {
  /** Null while it is not there. */
  readonly part: Part | null;
  /** It could not be loaded. */
  readonly failed: boolean;
  again(): void;
}

/** `needs`: it is needed now. */
export function usePart<Part>(
  of: (parts: KitParts) => PartLoader<Part>,
  needs = true,
): Loaded<Part> {
  const parts = useContext(Parts);
  if (!parts) throw new Error('The window has no parts.');
  const loader = of(parts);
  const [part, setPart] = useState(() => loader.now());
  const [failed, setFailed] = useState(false);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (!needs || part) return;
    setFailed(false);
    void loader.load().then((loaded) => {
      setPart(() => loaded);
      setFailed(!loaded);
    });
  }, [loader, needs, part, tries]);
  return { part, failed, again: () => setTries(tries + 1) };
}

/** In place of what could not be loaded. */
export function Missing({ chat, again }: View & { again(): void }) {
  const { words } = chat;
  return (
    <p class="meta lost" role="status">
      <span>{words.notLoaded}</span>
      <Button label={words.tryAgain} act={again} />
    </p>
  );
}

export const ofRich = ({ rich }: KitParts) => rich;
export const ofAsked = ({ asked }: KitParts) => asked;
