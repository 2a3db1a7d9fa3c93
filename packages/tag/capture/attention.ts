// The visitor's attention: active or idle, how far they scrolled, whether they are about to leave,
// which marked elements they click. Listeners are passive and rarely read layout.
import { later, listen } from '../core/safe.ts';
import type { Properties } from '../wire.ts';

const idleMs = 30_000;
const measureMs = 250;
const leavingRestMs = 15_000;
const steps = [25, 50, 75, 90, 100] as const;
const signs = 'pointermove pointerdown keydown scroll wheel';

type Note = (name: string, properties: Properties) => void;

/** `Idle Started` after 30 s without input in a visible page, `Idle Ended` at the next input. */
export function watchIdle(note: Note): void {
  let idleSince = 0;
  let lastSign = Date.now();
  const check = (): void => {
    const rest = lastSign + idleMs - Date.now();
    if (rest > 0 || document.hidden) return void later(check, Math.max(rest, 1000));
    idleSince = lastSign;
    note('Idle Started', { after_s: idleMs / 1000 });
  };
  listen(window, signs, () => {
    lastSign = Date.now();
    if (!idleSince) return;
    note('Idle Ended', { seconds: Math.round((lastSign - idleSince) / 1000) });
    idleSince = 0;
    check();
  });
  check();
}

/** Scroll depth and leaving. The returned function begins a new page view. */
export function watchScroll(note: Note): () => void {
  let reached = 0;
  let timer = 0;
  // Not read here: reading it now would force a layout.
  let lastTop = 0;
  let leftAt = 0;
  const leaving = (how: string): void => {
    if (Date.now() - leftAt < leavingRestMs) return;
    leftAt = Date.now();
    note('Leaving', { how });
  };
  const measure = (): void => {
    timer = 0;
    const { scrollHeight } = document.documentElement;
    const percent = ((scrollY + innerHeight + 2) / scrollHeight) * 100;
    for (const step of steps) {
      if (step <= reached || percent < step) continue;
      reached = step;
      note('Scroll Reached', { percent: step });
    }
    // On touch devices, a fast flick back up is the sign of going to the address bar.
    if (matchMedia('(pointer: coarse)').matches && lastTop - scrollY > innerHeight * 0.6)
      leaving('scroll');
    lastTop = scrollY;
  };
  listen(window, 'scroll', () => {
    timer ||= later(measure, measureMs);
  });
  listen(document, 'mouseout', (event) => {
    if (event instanceof MouseEvent && !event.relatedTarget && event.clientY <= 0)
      leaving('pointer');
  });
  return () => {
    reached = lastTop = 0;
  };
}

/** Clicks on elements marked `data-opportune="name"`, including those in open shadow roots. */
export function watchClicks(note: Note): void {
  listen(document, 'click', (event) => {
    for (const each of event.composedPath()) {
      const mark =
        each instanceof Element &&
        !(each instanceof HTMLFormElement) &&
        each.getAttribute('data-opportune');
      if (mark) return note('Element Clicked', { mark: mark.slice(0, 100) });
    }
  });
}

/** Script errors, at most five a page. */
export function watchErrors(note: Note): void {
  let room = 5;
  listen(window, 'error unhandledrejection', (event) => {
    const [what, source] =
      event instanceof ErrorEvent
        ? [event.message, event.filename]
        : [String(Reflect.get(event, 'reason') ?? ''), ''];
    if (!what || (room -= 1) < 0) return;
    note('Error Met', { message: what.slice(0, 300), source: source.slice(0, 300) });
  });
}
