// HTML as lines of plain text, each with what its mail program marked it as.
import { isText, type MailElement, type MailNode } from '../tree.ts';
import type { Line } from './cut.ts';
import { markOf } from './html-marks.ts';

type Mark = Line['mark'];

const blocks = new Set(
  `address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form
  h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody tfoot thead tr ul`.split(
    /\s+/,
  ),
);
/** With an empty line before and after them. */
const paragraphs = new Set([
  'p',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'dl',
  'pre',
  'table',
]);
/** Never text that a person reads. */
const silent = new Set(
  `script style head title template noscript noframes noembed iframe object embed applet textarea select
  option button svg math audio video canvas map xml meta link base`.split(/\s+/),
);

interface Writing {
  readonly lines: Line[];
  text: string;
  mark: Mark;
  /** Everything from here on is quoted. */
  isRest: boolean;
  /** A space is written before the next word. */
  space: boolean;
  length: number;
}

/** At most `mostLength` characters. */
export function treeLines(nodes: readonly MailNode[], mostLength: number): readonly Line[] {
  const writing: Writing = {
    ...{ lines: [], text: '', mark: null, isRest: false, space: false, length: mostLength },
  };
  writeAll(writing, nodes, null, false);
  endLine(writing);
  return withoutGaps(writing.lines);
}

function writeAll(writing: Writing, nodes: readonly MailNode[], mark: Mark, isPre: boolean): void {
  for (const node of nodes) {
    if (writing.length <= 0) return;
    if (isText(node)) writeText(writing, node.text, mark, isPre);
    else writeElement(writing, node, mark, isPre);
  }
}

function writeElement(writing: Writing, element: MailElement, around: Mark, isPre: boolean): void {
  const { tag, attributes } = element;
  if (silent.has(tag) || isHidden(attributes)) return;
  const own = markOf(element);
  // Within a quote, its writer's own marks say nothing of this letter.
  const mark =
    around === 'quoted' || around === 'signature'
      ? around
      : own === 'rest'
        ? around
        : (own ?? around);
  const isBlock = blocks.has(tag);
  if (isBlock) breakBlock(writing, paragraphs.has(tag));
  if (own === 'rest' && around !== 'quoted') writing.isRest = true;
  if (tag === 'br') breakLine(writing, mark);
  else if (tag === 'img') writeText(writing, attributes.get('alt') ?? '', mark, false);
  else if (tag === 'hr') writeText(writing, '--------', mark, false);
  else {
    if (tag === 'li') writeText(writing, '- ', mark, true);
    if ((tag === 'td' || tag === 'th') && writing.text !== '') writing.space = true;
    writeAll(writing, element.children, mark, isPre || tag === 'pre');
  }
  if (isBlock) breakBlock(writing, paragraphs.has(tag));
}

/** What a letter hides is a preview line for lists of letters, or a trick. */
function isHidden(attributes: ReadonlyMap<string, string>): boolean {
  const style = attributes.get('style') ?? '';
  return (
    attributes.has('hidden') ||
    /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt)?\s*(?:;|$)/i.test(style)
  );
}

function writeText(writing: Writing, text: string, mark: Mark, isPre: boolean): void {
  if (isPre) {
    const [first = '', ...others] = text.split('\n');
    put(writing, first, mark);
    for (const line of others) {
      breakLine(writing, mark);
      put(writing, line, mark);
    }
    return;
  }
  const words = text.replace(/[ \t\r\n\f]+/g, ' ');
  if (words.startsWith(' ') && writing.text !== '') writing.space = true;
  const trimmed = words.replace(/^ | $/g, '');
  if (trimmed === '') return;
  put(writing, trimmed.replaceAll('\u00a0', ' '), mark);
  writing.space = words.endsWith(' ');
}

function put(writing: Writing, text: string, mark: Mark): void {
  if (text === '') return;
  const now = writing.isRest ? 'rest' : mark;
  if (writing.text !== '' && writing.mark !== now) endLine(writing);
  writing.text += writing.space ? ` ${text}` : text;
  writing.mark = now;
  writing.space = false;
  writing.length -= text.length;
}

function endLine(writing: Writing): void {
  writing.space = false;
  if (writing.text === '') return;
  writing.lines.push({ text: `${writing.text.replace(/[ \t]+$/, '')}\n`, mark: writing.mark });
  writing.text = '';
}

function breakLine(writing: Writing, mark: Mark): void {
  if (writing.text !== '') endLine(writing);
  else writing.lines.push({ text: '\n', mark: writing.isRest ? 'rest' : mark });
  writing.length -= 1;
}

function breakBlock(writing: Writing, isParagraph: boolean): void {
  endLine(writing);
  const last = writing.lines.at(-1);
  if (isParagraph && last !== undefined && last.text !== '\n')
    writing.lines.push({ text: '\n', mark: last.mark });
}

/** At most two empty lines in a row, and none around. */
function withoutGaps(lines: readonly Line[]): readonly Line[] {
  const kept: Line[] = [];
  for (const line of lines) {
    const isEmpty = line.text.trim() === '';
    if (isEmpty && kept.length === 0) continue;
    if (isEmpty && kept.slice(-2).every(({ text }) => text.trim() === '') && kept.length >= 2)
      continue;
    kept.push(line);
  }
  while (kept.at(-1)?.text.trim() === '') kept.pop();
  return kept;
}
