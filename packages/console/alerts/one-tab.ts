// Of several tabs of one browser one alone makes itself heard. Web Locks decide which, and release a
// tab that is closed or breaks; where there are none each tab is the only one. A second lock, shared by
// every tab that is looked at, says whether the person sees the console anyway.

const speaker = 'opportune.alerts';
const looking = 'opportune.looking';
/** Absent where the page is not served in a way that browsers call secure. */
const locks: LockManager | undefined = navigator.locks;

let speaks = locks === undefined;

let begun = false;

/** Waits for its turn from now on; once a page. */
export function takeTurns(): void {
  if (begun) return;
  begun = true;
  void locks?.request(speaker, () => {
    speaks = true;
    // Held as long as the tab is there.
    return new Promise<never>(() => undefined);
  });
  follow();
  document.addEventListener('visibilitychange', follow);
}

/** Whether this is the tab that speaks. */
export function isSpeaker(): boolean {
  return speaks;
}

/** Whether any tab of the console is in front. */
export async function isLookedAt(): Promise<boolean> {
  if (document.visibilityState === 'visible') return true;
  const held = (await locks?.query())?.held ?? [];
  return held.some(({ name }) => name === looking);
}

let lookAway: (() => void) | null = null;

function follow(): void {
  const visible = document.visibilityState === 'visible';
  if (visible === (lookAway !== null)) return;
  lookAway?.();
  lookAway = null;
  if (!visible || locks === undefined) return;
  const looked = new Promise<void>((resolve) => {
    lookAway = resolve;
  });
  void locks.request(looking, { mode: 'shared' }, () => looked);
}
