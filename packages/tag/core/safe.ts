// The guard around every entry from the page: errors inside end here, and are only reported if the
// page turned on debugging.
let speaking = false;

/** Turns the console messages of `opportune('debug', true)` on or off. */
export function speak(on: boolean): void {
  speaking = on;
}

export function say(...words: unknown[]): void {
  try {
    // oxlint-disable-next-line no-console -- the page asked for it
    if (speaking) console.debug('[opportune]', ...words);
  } catch {
    // A page may have replaced the console with something that throws, even when only read.
  }
}

/** The same function, but it never throws into its caller. */
export function safe<Args extends unknown[]>(
  work: (...args: Args) => void,
): (...args: Args) => void {
  return (...args) => {
    try {
      work(...args);
    } catch (error) {
      say(error);
    }
  };
}

/** Listens passively and guarded. Returns how to stop. */
export function listen(
  target: EventTarget,
  names: string,
  work: (event: Event) => void,
): () => void {
  const listening = new AbortController();
  const options = { capture: true, passive: true, signal: listening.signal };
  for (const name of names.split(' ')) target.addEventListener(name, safe(work), options);
  return () => listening.abort();
}

/** `setTimeout`, guarded. Without a delay: in the next task. */
export function later(work: () => void, delayMs?: number): ReturnType<typeof setTimeout> {
  return setTimeout(safe(work), delayMs);
}

/** One timer: setting it, or calling it without work, cancels the previous one. */
export function createTimer(): (work?: () => void, delayMs?: number) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (work, delayMs) => {
    clearTimeout(timer);
    if (work) timer = later(work, delayMs);
  };
}
