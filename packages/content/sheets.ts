// Style sheets of a host: constructed ones, which no Content-Security-Policy refuses.
/** One sheet a text, shared by all hosts: parsing it is most of the work. */
const sheets = new Map<string, CSSStyleSheet>();

function sheetOf(css: string): CSSStyleSheet {
  const sheet = sheets.get(css) ?? new CSSStyleSheet();
  if (!sheets.has(css)) sheet.replaceSync(css);
  sheets.set(css, sheet);
  return sheet;
}

/** Called again with as many texts, it replaces them. Sheets that parts added stay. */
export function applySheets(root: ShadowRoot, texts: readonly string[]): void {
  try {
    const added = root.adoptedStyleSheets.slice(texts.length);
    root.adoptedStyleSheets = [...texts.map(sheetOf), ...added];
  } catch {
    const style = document.createElement('style');
    style.textContent = texts.join('');
    root.append(style);
  }
}

/** Adds a part's own style to the host that it draws in, once. */
export function addSheet(place: Element, css: string): void {
  const root = place.getRootNode();
  if (!(root instanceof ShadowRoot)) return;
  const sheet = sheetOf(css);
  if (!root.adoptedStyleSheets.includes(sheet))
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
