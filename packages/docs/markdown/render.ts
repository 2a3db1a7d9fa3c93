// Renders a document as HTML for the site: headings with anchors, resolved links, pictures with
// their sizes, tables that scroll sideways. It writes no inline style, because the
// Content-Security-Policy refuses it.
import MarkdownIt, { type RendererRule, type Token } from 'markdown-it';
import type { Page } from '../pages/read-pages.ts';
import type { Pictures } from '../pages/pictures.ts';
import { createAnchors } from './anchors.ts';
import type { Links, Target } from './links.ts';
import { levelOf, wordsOf } from './parse.ts';

export interface RenderParts {
  readonly links: Links;
  readonly pictures: Pictures;
}

/** The data that the template engine passes with a text. */
interface Environment {
  readonly here: Page;
}

/** The library that renders all documents. Raw HTML other than comments throws. */
export function createMarkdown({ links, pictures }: RenderParts): MarkdownIt {
  const markdown = new MarkdownIt({ html: true });
  const { rules } = markdown.renderer;

  markdown.core.ruler.push('anchors', ({ tokens }) => {
    const nextAnchor = createAnchors();
    tokens.forEach((token, at) => {
      if (token.type === 'heading_open') token.attrSet('id', nextAnchor(wordsOf(tokens[at + 1])));
    });
  });
  markdown.core.ruler.push('cells', ({ tokens }) => {
    tokens.forEach((token, at) => {
      if (token.type === 'th_open' && tokens[at + 1]?.content === '')
        makePlain(token, tokens[at + 2]);
    });
  });
  markdown.core.ruler.push('links', ({ tokens, env }) => {
    const { here }: Environment = env;
    for (const { children } of tokens) resolveLinks(children ?? [], here, links);
  });

  rules.heading_close = (tokens, at) => closeHeading(tokens, at);
  rules.image = (tokens, at, _options, env: Environment) =>
    drawPicture(tokens[at], env.here, pictures);
  rules.table_open = () => '<div class="table"><table>\n';
  rules.table_close = () => '</table></div>\n';
  rules.th_open = drawCell;
  rules.td_open = drawCell;
  rules.html_block = dropComment;
  rules.html_inline = dropComment;
  return markdown;
}

/** Draws an unnamed column with a plain cell: screen readers stumble over an empty heading. */
function makePlain(...cell: readonly (Token | undefined)[]): void {
  for (const token of cell) if (token !== undefined) token.tag = 'td';
}

function resolveLinks(tokens: readonly Token[], here: Page, links: Links): void {
  const open: Target[] = [];
  for (const token of tokens) {
    if (token.type === 'link_open') {
      const target = links.follow(here, String(token.attrGet('href') ?? ''));
      open.push(target);
      pointTo(token, target);
    } else if (token.type === 'link_close' && open.pop()?.type === 'source') token.tag = 'span';
  }
}

function pointTo(token: Token, target: Target): void {
  if (target.type === 'source') {
    token.tag = 'span';
    token.attrs = [
      ['class', 'source'],
      ['title', `${target.file}, in the repository`],
    ];
    return;
  }
  token.attrSet('href', target.href);
  if (target.type === 'outside') token.attrSet('rel', 'noopener noreferrer');
}

/** The mark after each section's heading, for links to it. */
function closeHeading(tokens: readonly Token[], at: number): string {
  const token = tokens[at];
  const open = tokens[at - 2];
  if (token === undefined || open === undefined) return '';
  const end = `</${token.tag}>\n`;
  if (levelOf(token) === 1) return end;
  const words = escaped(wordsOf(tokens[at - 1]));
  return `<a class="anchor" href="#${open.attrGet('id')}" aria-label="Link to ${words}">#</a>${end}`;
}

function drawPicture(token: Token | undefined, here: Page, pictures: Pictures): string {
  if (token === undefined) return '';
  const { url, width, height } = pictures.use(here, String(token.attrGet('src') ?? ''));
  const words = escaped(wordsOf(token));
  const size = `width="${width}" height="${height}"`;
  return `<a class="picture" href="${url}"><img src="${url}" alt="${words}" ${size} loading="lazy"></a>`;
}

const drawCell: RendererRule = (tokens, at) => {
  const token = tokens[at];
  if (token === undefined) return '';
  const right = String(token.attrGet('style') ?? '').includes('right');
  return `<${token.tag}${right ? ' class="figure"' : ''}>`;
};

const dropComment: RendererRule = (tokens, at) => {
  const content = tokens[at]?.content ?? '';
  if (/^\s*<!--[^]*-->\s*$/.test(content)) return '';
  throw new Error(`HTML is not rendered. Write it in Markdown: ${content.slice(0, 80)}`);
};

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
