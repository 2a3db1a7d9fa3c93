// The element that carries what Opportune draws in somebody else's page: a closed shadow root whose
// important rules win over any of the page's, styles through constructed sheets (a strict
// Content-Security-Policy has nothing to refuse), and the browser's top layer where there is one.
import { isDark, paletteOf } from './colour.ts';

export interface Look {
  readonly colour: string;
  readonly radiusPx: number;
  readonly name: string;
}

export interface Host {
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
  remove(): void;
}

/** The element's name in the page; a page that wants to hide it may, by removing it. */
export const hostName = 'opportune-part';

/** Whatever the page says of all elements, here its word ends: inner important rules beat outer ones. */
const reset = `:host{all:initial!important;display:block!important;direction:var(--dir)!important}
:host(.float){position:fixed!important;inset:0!important;width:auto!important;height:auto!important;z-index:2147483647!important;pointer-events:none!important}
:host(.fill){position:absolute!important;inset:0!important;pointer-events:none!important;overflow:hidden!important}
*,*::before,*::after{box-sizing:border-box}
:host{font:400 14px/20px Inter,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif!important}
button,input,textarea{font:400 14px/20px Inter,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
:host{color:var(--ink)!important;-webkit-text-size-adjust:100%!important}
button,input,textarea{margin:0;color:inherit;letter-spacing:inherit}
button{background:none;border:0;padding:0;cursor:pointer;text-align:inherit}
p,h2{margin:0}
a{color:inherit}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
svg{flex:none;display:block}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important}}`;

/** One sheet a text for all hosts: reading it is the larger part of the work. */
const sheets = new Map<string, CSSStyleSheet>();

function sheetOf(css: string): CSSStyleSheet {
  const sheet = sheets.get(css) ?? new CSSStyleSheet();
  if (!sheets.has(css)) sheet.replaceSync(css);
  sheets.set(css, sheet);
  return sheet;
}

function applySheets(root: ShadowRoot, texts: readonly string[]): void {
  try {
    root.adoptedStyleSheets = texts.map(sheetOf);
  } catch {
    const style = document.createElement('style');
    style.textContent = texts.join('');
    root.append(style);
  }
}

function variables(look: Look, target: Element): string {
  const palette = paletteOf(look.colour, isDark(target));
  const dir = getComputedStyle(target).direction === 'rtl' ? 'rtl' : 'ltr';
  const { radiusPx } = look;
  const parts = {
    ...palette,
    r: `${radiusPx}px`,
    r2: `${Math.round(radiusPx * 0.7)}px`,
    big: `${radiusPx > 4 ? radiusPx + 4 : radiusPx}px`,
    pill: `${Math.round(radiusPx * 2.4)}px`,
    dir,
  };
  return `:host{${Object.entries(parts)
    .map(([name, value]) => `--${name}:${value}!important`)
    .join(';')}}`;
}

/**
 * Puts an empty host into the target. `float`: over the page, in the top layer; `fill`: over the
 * target alone, as a preview does; `flow`: where the page has a slot for it. `first`: over the page,
 * and before its body, so that the Tab key and screen readers reach it before what the page says.
 */
export function createHost(
  target: Element,
  place: 'float' | 'fill' | 'flow',
  look: Look,
  css: string,
  first = false,
): Host {
  const element = document.createElement(hostName);
  element.classList.add(place);
  const root = element.attachShadow({ mode: 'closed' });
  const ground = target === document.documentElement ? (document.body ?? target) : target;
  applySheets(root, [variables(look, ground), reset, css]);
  if (first) target.insertBefore(element, document.body);
  else target.append(element);
  if (place === 'float' && 'popover' in element) {
    element.popover = 'manual';
    element.showPopover();
  }
  return { element, root, remove: () => element.remove() };
}
