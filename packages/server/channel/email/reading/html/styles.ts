// The declarations of a style attribute that a letter may keep: how text looks. None can load anything,
// leave its place, or cover what is around it.

const lengths = '-?\\d{0,4}(?:\\.\\d{1,4})?(?:px|pt|em|rem|ex|ch|%|cm|mm|in)?';
const colour =
  '(?:#[0-9a-f]{3,8}|[a-z]{3,30}|rgba?\\(\\s*[\\d.%]+(?:\\s*[,/ ]\\s*[\\d.%]+){2,3}\\s*\\)|hsla?\\(\\s*[\\d.%]+(?:deg)?(?:\\s*[,/ ]\\s*[\\d.%]+){2,3}\\s*\\))';
const words = '[a-z-]{2,30}';

const exact = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'i');
const colours = exact(colour);
const measures = exact(`(?:${lengths}|auto)(?: (?:${lengths}|auto)){0,3}`);
const keyword = exact(words);
const border = exact(`(?:(?:${lengths}|${colour}|${words})(?: |$)){1,3}`);
/** No negative distance: nothing is moved over its neighbours. */
const positive = exact(`(?:${lengths.slice(2)}|auto)(?: (?:${lengths.slice(2)}|auto)){0,3}`);

const allowed: Readonly<Record<string, RegExp>> = {
  ...{ color: colours, 'background-color': colours, background: colours },
  'font-family': /^[\w\s,'"-]{1,200}$/,
  'font-size': exact(`${lengths.slice(2)}|${words}`),
  ...{
    'font-style': keyword,
    'font-variant': keyword,
    'font-weight': /^(?:[a-z]{4,10}|[1-9]00)$/i,
  },
  'line-height': exact(`${lengths.slice(2)}|normal`),
  'letter-spacing': exact(`${lengths}|normal`),
  ...{ 'text-align': keyword, 'text-transform': keyword, 'white-space': keyword },
  'text-decoration': exact(`${words}(?: (?:${words}|${colour})){0,3}`),
  ...{ 'text-indent': positive, direction: /^(?:ltr|rtl)$/i, 'unicode-bidi': keyword },
  ...{
    'vertical-align': exact(`${words}|${lengths}`),
    'word-break': keyword,
    'overflow-wrap': keyword,
  },
  ...{ margin: positive, 'margin-top': positive, 'margin-right': positive },
  ...{ 'margin-bottom': positive, 'margin-left': positive },
  ...{ padding: positive, 'padding-top': positive, 'padding-right': positive },
  ...{ 'padding-bottom': positive, 'padding-left': positive },
  ...{ border, 'border-top': border, 'border-right': border, 'border-bottom': border },
  ...{
    'border-left': border,
    'border-color': border,
    'border-style': border,
    'border-width': measures,
  },
  ...{ 'border-radius': positive, 'border-collapse': keyword, 'border-spacing': positive },
  ...{ width: positive, 'max-width': positive, 'min-width': positive, height: positive },
  'list-style-type': keyword,
  display: /^(?:block|inline|inline-block|table|table-row|table-cell|list-item|none)$/i,
};

const mostDeclarations = 60;
const longest = 4_000;

/** The kept declarations, or an empty text. */
export function safeStyle(given: string): string {
  if (given.length > longest) return '';
  // Escapes and comments are ways around such a list, and no mail program needs them.
  if (/[\\<>{}@!]|\/\*/.test(given.replace(/\s*!important/gi, ''))) return '';
  return given
    .replace(/\s*!important/gi, '')
    .split(';')
    .slice(0, mostDeclarations)
    .flatMap((declaration) => {
      const colon = declaration.indexOf(':');
      const name = declaration.slice(0, Math.max(0, colon)).trim().toLowerCase();
      const value = declaration
        .slice(colon + 1)
        .replace(/\s+/g, ' ')
        .trim();
      if (!Object.hasOwn(allowed, name) || !allowed[name]?.test(value)) return [];
      return [`${name}:${value}`];
    })
    .join(';');
}
