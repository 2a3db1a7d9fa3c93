// The HTML of a letter as a small tree. Whoever builds it bounds its depth and size.

export type MailNode = MailElement | MailText;

export interface MailElement {
  /** In lower case. */
  readonly tag: string;
  /** Names in lower case. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly MailNode[];
}

export interface MailText {
  readonly tag: '#text';
  readonly text: string;
}

export function isText(node: MailNode): node is MailText {
  return node.tag === '#text';
}
