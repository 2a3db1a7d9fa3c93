// Lets one tab of a browser sound alerts. A Web Lock decides which; the browser releases it when
// the tab closes or crashes. Without Web Locks every tab alerts. A second lock, shared by all
// visible tabs, tells whether the person sees the console anyway.

const speaker = 'opportune.alerts';
const looking = 'opportune.looking';
/** Absent if the page is not a secure context. */
const locks: LockManager | undefined = navigator.locks;

let speaks = locks === undefined;

let begun = false;

/** Queues this tab for the lock. Further calls do nothing. */
export function takeTurns(): void {
  if (begun) return;
  begun = true;
  void locks?.request(speaker, () => {
    speaks = true;
    // Holds the lock until the tab is gone.
    return new Promise<never>(() => undefined);
  });
  follow();
  document.addEventListener('visibilitychange', follow);
}

/** Whether this is the tab that alerts. */
export function isSpeaker(): boolean {
  return speaks;
}

/** Whether any tab of the console is visible. */
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
