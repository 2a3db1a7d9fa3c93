// The host element of what Opportune draws in another site's page: a closed shadow root whose
// important rules override the page's, styles through constructed sheets (so a strict
// Content-Security-Policy refuses nothing), and the browser's top layer if there is one.
import { type BrandColours, isDark, paletteOf } from './colour.ts';
import { hostName } from './host-name.ts';
import { applySheets } from './sheets.ts';

export interface Look extends BrandColours {
  readonly radiusPx: number;
  readonly name: string;
  /** Absent: as the background of the page. */
  readonly theme?: 'light' | 'dark' | 'system';
  /** Absent: that of the visitor's system. */
  readonly font?: 'page';
}

export interface Host {
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
  /** Changes the look in place: what is typed and what has the focus stay. */
  dress(look: Look): void;
  remove(): void;
}

/** Page rules for all elements end here: inner important rules override outer ones. */
const reset = `:host{all:initial!important;display:block!important;direction:var(--dir)!important}
:host(.float){position:fixed!important;inset:0!important;width:auto!important;height:auto!important;z-index:2147483647!important;pointer-events:none!important}
:host(.fill){position:absolute!important;inset:0!important;pointer-events:none!important;overflow:hidden!important}
*,*::before,*::after{box-sizing:border-box}
:host{font:400 14px/20px var(--font)!important}
button,input,textarea{font:400 14px/20px var(--font)}
:host{color:var(--ink)!important;-webkit-text-size-adjust:100%!important}
button,input,textarea{margin:0;color:inherit;letter-spacing:inherit}
button{background:none;border:0;padding:0;cursor:pointer;text-align:inherit}
p,h2{margin:0}
a{color:inherit}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
svg{flex:none;display:block}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important}}`;

const systemFont = 'Inter,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif';

/** The host's variables. As the visitor's system asks, they change while the page is open. */
function variables(look: Look, target: Element): string {
  const { theme, radiusPx, font } = look;
  const { direction, fontFamily } = getComputedStyle(target);
  const parts = {
    r: `${radiusPx}px`,
    r2: `${Math.round(radiusPx * 0.7)}px`,
    big: `${radiusPx > 4 ? radiusPx + 4 : radiusPx}px`,
    pill: `${Math.round(radiusPx * 2.4)}px`,
    dir: direction === 'rtl' ? 'rtl' : 'ltr',
    font: font ? fontFamily : systemFont,
  };
  const rule = (onDark: boolean): string =>
    `:host{color-scheme:${onDark ? 'dark' : 'light'}!important;${Object.entries({
      ...paletteOf(look, onDark),
      ...parts,
    })
      .map(([name, value]) => `--${name}:${value}!important`)
      .join(';')}}`;
  return theme === 'system'
    ? `${rule(false)}@media(prefers-color-scheme:dark){${rule(true)}}`
    : rule(theme ? theme === 'dark' : isDark(target));
}

/**
 * Puts an empty host into the target. `float`: over the page, in the top layer. `fill`: over the
 * target alone, as a preview does. `flow`: in the page's slot for it. `first`: over the page, and
 * before its body, so that the Tab key and screen readers reach it before the page's content.
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
  // In this order: what the reset takes from the page may be set again.
  const wear = (of: Look): void => applySheets(root, [reset, variables(of, ground), css]);
  wear(look);
  if (first) target.insertBefore(element, document.body);
  else target.append(element);
  if (place === 'float' && 'popover' in element) {
    element.popover = 'manual';
    element.showPopover();
  }
  return {
    element,
    root,
    dress: wear,
    remove: () => element.remove(),
  };
}
