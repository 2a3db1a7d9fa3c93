// A template that is being filled in: its variables by part, and the content that is sent.
import { templateText, variablesOf } from '@opportune/content/message/template-text.ts';
import type { ChannelTemplate } from '@opportune/protocol/channel/templates.ts';
import type { OfferedContent } from '@opportune/protocol/conversation/message-content.ts';

export type Filled = Extract<OfferedContent, { type: 'template' }>;

/** A field to fill in. `button`: the end of the address of that button. */
export interface TemplateField {
  readonly key: string;
  readonly part: 'header' | 'body' | 'button';
  readonly name: string;
}

export type Values = Readonly<Record<string, string>>;

export function fieldsOf({ header, body, buttons }: ChannelTemplate): readonly TemplateField[] {
  return [
    ...variablesOf(header).map((name) => fieldOf('header', name)),
    ...variablesOf(body).map((name) => fieldOf('body', name)),
    ...buttons.flatMap(({ url }, at) =>
      variablesOf(url).length === 0 ? [] : [fieldOf('button', String(at))],
    ),
  ];
}

export function contentOf(template: ChannelTemplate, values: Values): Filled {
  const { name, language, header, body, footer, buttons } = template;
  const of = (part: 'header' | 'body', text: string) => ({
    text,
    values: variablesOf(text).flatMap((each) => {
      const value = (values[`${part} ${each}`] ?? '').trim();
      return value === '' ? [] : [{ name: each, value }];
    }),
  });
  return {
    ...{ type: 'template', name, language, body: of('body', body) },
    ...(header !== '' && { header: of('header', header) }),
    ...(footer !== '' && { footer }),
    buttons: buttons.map((button, at) => ({
      ...button,
      value: (values[`button ${at}`] ?? '').trim(),
    })),
  };
}

export function isFilled(template: ChannelTemplate, values: Values): boolean {
  return fieldsOf(template).every(({ key }) => (values[key] ?? '').trim() !== '');
}

/** In words, with what is not filled in yet in its braces. */
export function previewOf(template: ChannelTemplate, values: Values): string {
  return templateText(contentOf(template, values));
}

/** By name and words. Those that can be sent come first. */
export function matching(
  templates: readonly ChannelTemplate[],
  search: string,
): readonly ChannelTemplate[] {
  const words = search.trim().toLowerCase();
  const found = templates.filter(({ name, body }) =>
    `${name} ${body}`.toLowerCase().includes(words),
  );
  return found.toSorted((one, other) => Number(mayBeSent(other)) - Number(mayBeSent(one)));
}

export function mayBeSent({ state, isSendable }: ChannelTemplate): boolean {
  return state === 'approved' && isSendable;
}

function fieldOf(part: TemplateField['part'], name: string): TemplateField {
  return { key: `${part} ${name}`, part, name };
}
