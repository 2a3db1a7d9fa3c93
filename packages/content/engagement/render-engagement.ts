// Draws an engagement as DOM inside a host that the page cannot restyle. The tag uses it in
// visitors' pages, the console for previews. It reports what was done and decides nothing.
import { draw } from '../draw.ts';
import { enlarge } from '../enlarge.ts';
import { drawFormat } from './draw-format.ts';
import type { Clicked, Drawn, EngagementActs, EngagementWords } from './engagement-parts.ts';
import { engagementCss } from './engagement-style.ts';
import { createHost } from '../host.ts';
import type { Look } from '../host.ts';

export type { Drawn };

export interface Rendered {
  /** The box on the page, for keeping clear of fields that the visitor types into. */
  readonly box: HTMLElement;
  /** Changes the look in place. */
  dress(look: Look): void;
  remove(): void;
}

/**
 * Draws the content and returns how to remove it. In `document.documentElement` it floats over the
 * page. In any other element banners and embedded ones flow, and the others float over that
 * element. Focus moves only into an overlay, which is modal, and returns when it closes.
 */
export function renderEngagement(
  target: HTMLElement,
  content: Drawn,
  look: Look,
  words: EngagementWords,
  on: EngagementActs = {},
): Rendered {
  const { format } = content.creative;
  const floats = target === document.documentElement;
  const flows = !floats && (format === 'embedded' || format === 'banner');
  const act = {
    clicked: (how: Clicked) => on.clicked?.(how),
    dismissed: () => on.dismissed?.(),
    muted: () => on.muted?.(),
  };
  const place = floats ? 'float' : flows ? 'flow' : 'fill';
  // It is there for the whole visit; the site's contact button is one.
  const first = floats && format === 'sticky-button';
  const host = createHost(target, place, look, engagementCss, first);
  const box = drawFormat(content, words, act, floats);
  if (content.trial) box.append(draw('span', { class: 'trial' }, words.trial));
  const stage = draw(
    'div',
    { class: flows ? 'flow' : 'stage', lang: document.documentElement.lang || null },
    box,
  );
  if (!flows) box.classList.add('in');
  host.root.append(stage);
  enlarge(stage);
  host.root.addEventListener('keydown', (event) => {
    if (event instanceof KeyboardEvent && event.key === 'Escape' && format !== 'embedded') {
      event.stopPropagation();
      act.dismissed();
    }
  });
  if (format === 'overlay') openOverlay(box, act.dismissed);
  return {
    box,
    dress: host.dress,
    remove() {
      // Closing returns the focus; removing alone would lose it.
      if (box instanceof HTMLDialogElement) box.close();
      host.remove();
    },
  };
}

function openOverlay(box: HTMLElement, dismissed: () => void): void {
  if (!(box instanceof HTMLDialogElement)) {
    box.before(draw('div', { class: 'scrim' }));
    box.previousElementSibling?.append(box);
    return;
  }
  box.addEventListener('cancel', (event) => {
    event.preventDefault();
    dismissed();
  });
  box.addEventListener(
    'click',
    (event) => event.target === box && outside(event, box) && dismissed(),
  );
  box.showModal();
}

function outside({ clientX, clientY }: MouseEvent, box: HTMLElement): boolean {
  const { left, right, top, bottom } = box.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}
