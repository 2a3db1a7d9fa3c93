// Small functions that create elements. Text is inserted as text, never as markup; addresses only
// if they lead over http(s) or within the site.
const svg = 'http://www.w3.org/2000/svg';

type Attributes = Readonly<Record<string, string | null>>;

/** An element with attributes (null: left out) and children. Strings become text. */
export function draw(
  name: string,
  attributes: Attributes,
  ...children: readonly (Node | string | null)[]
): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== null) element.setAttribute(key, value);
  element.append(...(children.filter((each) => each !== null && each !== '') as (Node | string)[]));
  return element;
}

const paths = {
  close: 'm4 4 8 8M12 4l-8 8',
  chat: 'M2.5 4.2a1.4 1.4 0 0 1 1.4-1.4h8.2a1.4 1.4 0 0 1 1.4 1.4v5.4a1.4 1.4 0 0 1-1.4 1.4H7.3L4.4 13.4V11h-.5a1.4 1.4 0 0 1-1.4-1.4z',
  call: 'M3 3.900c0-.6.500-1.100 1.100-1.100h1.300c.4 0 .8.300.9.700l.5 1.800a1 1 0 0 1-.3 1l-.8.700a7.600 7.600 0 0 0 3.300 3.300l.7-.8a1 1 0 0 1 1-.3l1.800.5c.4.100.7.500.7.900v1.300c0 .6-.5 1.100-1.100 1.100A9.100 9.100 0 0 1 3 3.900z',
} as const;

/** A 16-grid icon, stroke 1.5, hidden from screen readers: its button has the words. */
export function icon(name: keyof typeof paths, sizePx: number): SVGElement {
  const picture = document.createElementNS(svg, 'svg');
  const attributes = {
    width: `${sizePx}`,
    height: `${sizePx}`,
    viewBox: '0 0 16 16',
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': '1.5',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    'aria-hidden': 'true',
  };
  for (const [key, value] of Object.entries(attributes)) picture.setAttribute(key, value);
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('d', paths[name]);
  picture.append(path);
  return picture;
}

/** The address if it may be followed or fetched, or null: only http(s), or relative to the page. */
export function safeUrl(url: string | null | undefined): string | null {
  if (!url) return null;
  try {
    const { protocol, href } = new URL(url, document.baseURI);
    return protocol === 'https:' || protocol === 'http:' ? href : null;
  } catch {
    return null;
  }
}
