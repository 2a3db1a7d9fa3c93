// The words of a letter, cut into what its writer wrote and what is folded. HTML counts where there is any:
// its mail program marks quotes and signatures in it.
import { type Cut, type Line, linesOf } from '@opportune/core/mail/cut/cut.ts';
import { cutLines } from '@opportune/core/mail/cut/cut-lines.ts';
import { treeLines } from '@opportune/core/mail/cut/tree-lines.ts';
import { letterLimits as limits } from '@opportune/protocol/limits/mail.ts';
import type { MailNode } from '@opportune/core/mail/tree.ts';
import { htmlTree } from '../html/html-tree.ts';
import type { Said } from './collect.ts';

export interface Shown {
  readonly cuts: readonly Cut[];
  /** Of all texts, if one of them is HTML. */
  readonly nodes: readonly MailNode[] | null;
  readonly language: string | null;
  readonly isCut: boolean;
}

export function shownText(said: readonly Said[]): Shown {
  const hasHtml = said.some(({ html }) => html !== null);
  const lines: Line[] = [];
  const nodes: MailNode[] = [];
  let isCut = false;
  let language: string | null = null;
  for (const { plain, html } of said) {
    if (lines.length > 0) lines.push({ text: '\n', mark: null });
    const tree = html === null ? null : htmlTree(html);
    const read = tree === null ? [] : treeLines(tree.nodes, limits.textLength);
    if (tree !== null) nodes.push(...tree.nodes);
    else if (hasHtml && plain !== null) nodes.push(preformatted(plain));
    isCut ||= tree?.isCut ?? false;
    language ??= html === null ? null : languageIn(html);
    // HTML that is cut, or shows only pictures, says less than the plain text beside it.
    const isPoor = plain !== null && (read.length === 0 || tree?.isCut === true);
    lines.push(...(html === null || isPoor ? linesOf(ended(plain ?? '')) : read));
  }
  return { cuts: cutLines(lines), nodes: hasHtml ? nodes : null, language, isCut };
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function preformatted(text: string): MailNode {
  return { tag: 'pre', attributes: new Map(), children: [{ tag: '#text', text }] };
}

function languageIn(html: string): string | null {
  return (
    /<html[^>]{0,500}\blang\s*=\s*["']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?)/i.exec(
      html.slice(0, 4_000),
    )?.[1] ?? null
  );
}
