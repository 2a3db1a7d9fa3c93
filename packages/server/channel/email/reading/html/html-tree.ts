// Parses the HTML of a letter into a small tree, with bounds on its length, depth and number of nodes. The
// parser is a plain one that takes linear time: nothing depends on its agreeing with browsers, because
// what is shown is written anew from the tree.
import { Parser } from 'htmlparser2';
import type { MailElement, MailNode } from '@opportune/core/mail/tree.ts';
import { letterLimits as limits } from '@opportune/protocol/limits/mail.ts';

export interface HtmlTree {
  readonly nodes: readonly MailNode[];
  /** It is longer, deeper or has more parts than is read. */
  readonly isCut: boolean;
}

interface Open extends MailElement {
  readonly children: MailNode[];
}

const fed = 16_384;

export function htmlTree(html: string): HtmlTree {
  const root: Open = { tag: '#root', attributes: new Map(), children: [] };
  const open: Open[] = [root];
  let left: number = limits.htmlNodes;
  let isOver = false;
  const parser = new Parser(
    {
      onopentag(name, given) {
        if (isOver) return;
        const element: Open = {
          tag: name,
          attributes: new Map(Object.entries(given)),
          children: [],
        };
        left -= 1;
        isOver = left < 0 || open.length > limits.htmlDepth;
        open.at(-1)?.children.push(element);
        open.push(element);
      },
      onclosetag() {
        if (!isOver && open.length > 1) open.pop();
      },
      ontext(text) {
        if (isOver) return;
        left -= 1;
        isOver = left < 0;
        open.at(-1)?.children.push({ tag: '#text', text });
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  const length = Math.min(html.length, limits.htmlLength);
  for (let at = 0; at < length && !isOver; at += fed)
    parser.write(html.slice(at, Math.min(length, at + fed)));
  if (!isOver) parser.end();
  return { nodes: root.children, isCut: isOver || html.length > limits.htmlLength };
}
