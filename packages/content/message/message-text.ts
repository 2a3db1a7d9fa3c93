// A message in plain words, for everything that cannot draw it: e-mail, lists, notifications,
// search, text-only channels. It needs no language: numbers, dots and the message's own words.
import type {
  Card,
  FormField,
  MessageContent,
} from '@opportune/protocol/conversation/message-content.ts';
import { attachmentText } from './attachment-text.ts';
import { templateText } from './template-text.ts';
import { plainInline, readInline, readMarkdown } from './read-markdown.ts';

/** Markdown without its marks: links with their address, lists with their dots. */
export function plainText(markdown: string): string {
  return readMarkdown(markdown)
    .map((block) => {
      if (block.type === 'lines') return plainInline(block.inside);
      const { from, items } = block;
      return items
        .map((each, at) => `${from === null ? '-' : `${from + at}.`} ${plainInline(each)}`)
        .join('\n');
    })
    .join('\n');
}

/** Everything that a content says, up to this many characters. Never empty. */
export function contentText(content: MessageContent, maxLength: number): string {
  const text = linesOf(content).join('\n').trim() || '…';
  if (text.length <= maxLength) return text;
  // Never splits a surrogate pair.
  return `${text.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function linesOf(content: MessageContent): readonly string[] {
  switch (content.type) {
    case 'replies':
      return [
        plainText(content.text),
        ...content.replies.map(({ text }, at) => `${at + 1}. ${text}`),
      ];
    case 'cards':
      return [
        ...(content.text === undefined ? [] : [plainText(content.text)]),
        ...content.cards.flatMap(cardLines),
      ];
    case 'form':
      return [plainText(content.text), ...content.fields.map(fieldLine)];
    case 'chosen':
      return [content.text];
    case 'filled':
      return content.values.map(({ label, value }) => `${plainLabel(label)}: ${valueText(value)}`);
    case 'attachment':
      return [attachmentText(content)];
    case 'template':
      return [templateText(content)];
  }
}

function cardLines({ title, text, buttons }: Card): readonly string[] {
  return [
    title,
    ...(text === undefined || text === '' ? [] : [plainText(text)]),
    ...buttons.map((button) =>
      button.type === 'link' ? `- ${button.text}: ${button.url}` : `- ${button.text}`,
    ),
  ];
}

function fieldLine(field: FormField): string {
  const label = plainLabel(field.label);
  return field.type === 'choice'
    ? `- ${label}: ${field.options.map(({ text }) => text).join(' / ')}`
    : `- ${label}`;
}

function plainLabel(label: string): string {
  return plainInline(readInline(label));
}

/** A check mark for what was agreed to, a dash for what was not or was left empty. */
export function valueText(value: string | boolean): string {
  if (typeof value === 'string') return value === '' ? '–' : value;
  return value ? '✓' : '–';
}
