// A template in words, with its variables filled in.
import type { SentTemplate, TemplateWords } from '@opportune/protocol/channel/templates.ts';

/** A variable without a value stays as it is written. */
export function filled({ text, values }: TemplateWords): string {
  return text.replace(variable, (written, name: string) => valueOf(values, name) ?? written);
}

/** Names of variables, in their order, each once. */
export function variablesOf(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(variable), ([, name = '']) => name))];
}

export function templateText(template: SentTemplate): string {
  const { header, body, footer = '', buttons } = template;
  const lines = [
    ...(header === undefined ? [] : [filled(header)]),
    ...[filled(body), footer],
    ...buttons.map(({ text, url, value }) =>
      url === '' ? `- ${text}` : `- ${text}: ${url.replace(variable, value)}`,
    ),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

const variable = /\{\{\s*([A-Za-z0-9_]{1,40})\s*\}\}/g;

function valueOf(values: TemplateWords['values'], name: string): string | undefined {
  return values.find((each) => each.name === name)?.value;
}
