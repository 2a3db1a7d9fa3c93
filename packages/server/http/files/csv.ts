// Writes rows as CSV (RFC 4180). Neutralises what a spreadsheet would run as a formula, at the beginning of a
// cell and wherever a spreadsheet with another delimiter would begin one, in a way that can be undone.

export type Cell = string | number | null;

/** Rows of cells as CSV text with CRLF line ends. */
export function csv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => row.map(cellText).join(',')).join('\r\n') + '\r\n';
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = disarmed(cell);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Where a cell may begin, whatever the spreadsheet takes for a delimiter; then a formula. */
const formulas = /(^|[,;|\t\r\n])([^\S\t\r\n]*)(?='*[=+\-@＝＋－＠])/g;
const disarmedFormulas = /(^|[,;|\t\r\n])([^\S\t\r\n]*)'(?='*[=+\-@＝＋－＠])/g;

/** With an apostrophe before each formula, and before apostrophes that stand before one. */
export function disarmed(text: string): string {
  return text.replaceAll(formulas, "$1$2'");
}

/** The text from which `disarmed` made this. */
export function armed(text: string): string {
  return text.replaceAll(disarmedFormulas, '$1$2');
}
