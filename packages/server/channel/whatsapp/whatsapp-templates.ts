// The templates of a business account, with their approval and what has to be filled in.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-management,
// checked 2026-11-25
import type { FoundTemplates } from '@opportune/core/ports/channel.ts';
import type { ChannelTemplate } from '@opportune/protocol/channel/templates.ts';
import { templateLimits } from '@opportune/protocol/limits/channels.ts';
import { z } from 'zod';
import { callGraph, type Graph, postponedOf } from '../meta/graph-api.ts';

const withinMs = 10_000;
const page = 100;
/** Meta may put fewer on a page than it is asked for. */
const mostPages = 20;

const Button = z.object({ type: z.string(), text: z.string(), url: z.string().optional() });
const Component = z.object({
  type: z.string(),
  format: z.string().optional(),
  text: z.string().optional(),
  buttons: z.array(Button).default([]),
});
type Component = z.infer<typeof Component>;
const Template = z.object({
  name: z.string(),
  language: z.string(),
  status: z.string(),
  category: z.string().default(''),
  components: z.array(Component).default([]),
});
const Page = z.object({
  data: z.array(z.unknown()),
  paging: z
    .object({ cursors: z.object({ after: z.string() }).optional(), next: z.string().optional() })
    .optional(),
});

export async function readTemplates(graph: Graph, account: string): Promise<FoundTemplates> {
  const templates: ChannelTemplate[] = [];
  let after: string | null = '';
  for (let read = 0; after !== null && read < mostPages; read += 1) {
    const path = `${account}/message_templates?${queryOf(after)}`;
    const asked = await callGraph(graph, { method: 'GET', path, withinMs });
    if (asked.type === 'refused') return { type: 'missing', detail: asked.detail };
    if (asked.type !== 'ok') return postponedOf(asked);
    const found = Page.safeParse(asked.json).data;
    for (const each of found?.data ?? []) templates.push(...templateOf(each));
    const isEnough = templates.length >= templateLimits.templates;
    const isLast = isEnough || found?.paging?.next === undefined;
    after = isLast ? null : (found.paging?.cursors?.after ?? null);
  }
  return { type: 'templates', templates: templates.slice(0, templateLimits.templates) };
}

function queryOf(after: string): URLSearchParams {
  const fields = 'name,language,status,category,components';
  return new URLSearchParams({ fields, limit: String(page), ...(after !== '' && { after }) });
}

function templateOf(json: unknown): readonly ChannelTemplate[] {
  const read = Template.safeParse(json);
  if (!read.success) return [];
  const { name, language, status, category, components } = read.data;
  const of = (type: string): Component | undefined => components.find((each) => each.type === type);
  const header = of('HEADER');
  const buttons = of('BUTTONS')?.buttons ?? [];
  return [
    {
      ...{ name, language, category: category.toLowerCase() },
      state: stateOf(status),
      header: header?.format === 'TEXT' ? (header.text ?? '') : '',
      body: of('BODY')?.text ?? '',
      footer: of('FOOTER')?.text ?? '',
      buttons: buttons.map(({ text, url = '' }) => ({ text, url })),
      isSendable: isSendable(components, buttons),
    },
  ];
}

const states: Readonly<Record<string, ChannelTemplate['state']>> = {
  APPROVED: 'approved',
  PENDING: 'pending',
  IN_APPEAL: 'pending',
  REJECTED: 'rejected',
  PAUSED: 'paused',
};

function stateOf(status: string): ChannelTemplate['state'] {
  return states[status] ?? 'disabled';
}

/** Without pictures, codes, forms and catalogues, which are more than words to fill in. */
function isSendable(components: readonly Component[], buttons: readonly z.infer<typeof Button>[]) {
  const known = new Set(['HEADER', 'BODY', 'FOOTER', 'BUTTONS']);
  const plain = new Set(['QUICK_REPLY', 'URL', 'PHONE_NUMBER']);
  return (
    components.every(
      ({ type, format = 'TEXT' }) => known.has(type) && (type !== 'HEADER' || format === 'TEXT'),
    ) && buttons.every(({ type }) => plain.has(type))
  );
}
