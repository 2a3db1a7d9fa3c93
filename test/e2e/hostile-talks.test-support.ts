// Puts hostile texts into the lists of an account and into ended conversations, through the API and
// bare sockets, as far as these accept them. It draws nothing.
import assert from 'node:assert/strict';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { LabelLists } from '@opportune/protocol/rest/conversation/labels.ts';
import type { Site } from '@opportune/protocol/rest/site.ts';
import { hostileTexts, packed, spread } from '../support/hostile-texts.test-support.ts';
import { eventually } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';
import type { SocketAgent } from './socket-agent.test-support.ts';
import type { SocketVisitor } from './socket-visitor.test-support.ts';

/** Posts each text. A text that the API refuses is skipped. Returns how many it accepted. */
export async function each(
  texts: readonly string[],
  put: (text: string, at: number) => Promise<unknown>,
): Promise<number> {
  let taken = 0;
  for (const [at, text] of texts.entries())
    await put(text, at).then(
      () => (taken += 1),
      (error: unknown) =>
        assert.match(String(error), / 4\d\d /, `${JSON.stringify(text)}: a refusal, no failure`),
    );
  return taken;
}

/** The same for several texts at once. If they are refused together, each is posted alone. */
export async function several(
  texts: readonly string[],
  atOnce: number,
  put: (texts: readonly string[], at: number) => Promise<unknown>,
): Promise<number> {
  let taken = 0;
  for (let at = 0; at < texts.length; at += atOnce) {
    const some = texts.slice(at, at + atOnce);
    const isTaken = (await each([''], () => put(some, at))) === 1;
    if (isTaken) taken += some.length;
    else if (some.length > 1) taken += await several(some, 1, (one, nth) => put(one, at + nth));
  }
  return taken;
}

/** Hostile texts cut to the length of a name. */
export const names = (length: number): string[] => [
  ...new Set(
    hostileTexts.map((text) => text.slice(0, length).trim()).filter((text) => text !== ''),
  ),
];

/** Saves a list as a whole. If it is refused, saves its halves, down to single entries. */
async function listed<Entry>(
  entries: readonly Entry[],
  put: (entries: readonly Entry[]) => Promise<readonly Entry[]>,
): Promise<number> {
  let kept: readonly Entry[] = [];
  const add = async (more: readonly Entry[]): Promise<void> => {
    const taken = await each([''], async () => {
      kept = await put([...kept, ...more]);
    });
    if (taken === 1 || more.length === 1) return;
    await add(more.slice(0, more.length / 2));
    await add(more.slice(more.length / 2));
  };
  await add(entries);
  return kept.length;
}

/** Makes tags, dispositions and fields. Returns them. */
export async function hostileLabels({ call }: Product): Promise<LabelLists> {
  const put = (change: object) => call<LabelLists>('PUT', '/conversation-labels', change);
  const named = (count: number) => spread(names(40), count).map((name) => ({ name }));
  await listed<object>(named(200), async (tags) => (await put({ tags })).tags);
  await listed<object>(
    named(50),
    async (dispositions) => (await put({ dispositions })).dispositions,
  );
  const choices = spread(names(40), 50).map((name) => name.trim());
  const fields = named(30).map((field, at) => ({
    ...field,
    holds: at % 2 === 0 ? { type: 'text' } : { type: 'choice', choices },
  }));
  await listed<object>(fields, async (some) => (await put({ fields: some })).fields);
  return put({ dispositionRequired: false });
}

/** Names and other settings of an administrator. Returns how many of each were accepted. */
export async function hostileRules({ call }: Product): Promise<Readonly<Record<string, number>>> {
  return {
    reasons: await listed(
      spread(names(40), 20),
      async (reasons) =>
        (await call<{ reasons: string[] }>('PUT', '/routing', { reasons })).reasons,
    ),
    patterns: await listed<object>(
      // After a prefix that no text begins with, so that the pattern masks nothing.
      spread(names(40), 20).map((name) => ({
        name,
        expression: `qqq\\Q${name}\\E`,
        replacement: lettersOf(name),
      })),
      async (patterns) => {
        await call('PUT', '/masking', { ibans: false, patterns });
        return patterns;
      },
    ),
    panels: await each(spread(packed(40), 5), (name, at) =>
      call('POST', '/panels', {
        name,
        url: `https://crm.example/${at}#"><img src=x onerror=hurt()>`,
        shares: ['conversation', 'name', 'page'],
        traits: [name],
      }),
    ),
    reports: await each(['en'], (language) =>
      call('POST', '/my-reports', { every: 'day', hour: 7, figures: ['begun'], language }),
    ),
  };
}

/** The replacement of a masked text has letters and no digits. */
const lettersOf = (text: string): string => `x${text.replace(/\p{Nd}/gu, '').slice(0, 39)}`;

/** A site with hostile name, look and form before the chat. Returns the fields of the form. */
export async function hostileSite({ call }: Product): Promise<readonly string[]> {
  const [site] = (await call<{ items: Site[] }>('GET', '/sites')).items;
  assert.ok(site !== undefined);
  const options = names(60)
    .slice(0, 20)
    .map((text, at) => ({ id: `o${at}`, text }));
  const skills = Object.fromEntries(options.map(({ id }, at) => [id, `h${at}`]));
  const labels = packed(300).slice(0, 10);
  const texts = labels.map((label, at) => ({ field: { type: 'text', id: `f${at}`, label } }));
  const fields = [
    ...texts,
    { field: { type: 'choice', id: 'topic', label: labels[0], options }, skills },
    { field: { type: 'consent', id: 'agreed', label: labels[1] } },
  ];
  const before = { text: packed(400)[0], fields };
  const label = packed(40)[13] ?? '';
  await call('PATCH', `/sites/${site.id}`, { contactButton: { shown: true, label, before } });
  await each([packed(60)[8] ?? ''], (name) =>
    call('PATCH', `/sites/${site.id}`, { name, look: { ...site.look, name } }),
  );
  return texts.map(({ field }) => field.id);
}

/** Begins a conversation with the form answered, and waits until an agent has it. */
export async function beginTalk(
  { call }: Product,
  visitor: SocketVisitor,
  of: { readonly request: string; readonly text: string; readonly fields: readonly string[] },
): Promise<Conversation> {
  const { request, text, fields } = of;
  const values = packed(1000);
  const answers = Object.fromEntries(fields.map((id, at) => [id, values[at % values.length]]));
  visitor.send({
    type: 'chat.start',
    request,
    message: { id: `${request}-m`, text },
    before: { id: `${request}-b`, values: { ...answers, topic: 'o2', agreed: true } },
  });
  const begun = await eventually(
    async () =>
      visitor.received.find((frame) => 'request' in frame && frame.request === request) ?? null,
    (frame) => frame !== null,
  );
  assert.ok(begun?.type === 'chat.state', JSON.stringify(begun));
  return eventually(
    () => call<Conversation>('GET', `/conversations/${begun.conversation.id}`),
    ({ status }) => status === 'active',
  );
}

/** Labels a conversation, ends it on both sides, and has the visitor answer the survey. */
export async function endTalk(
  { call }: Product,
  { visitor, agent }: { readonly visitor: SocketVisitor; readonly agent: SocketAgent },
  of: { readonly id: string; readonly at: number; readonly lists: LabelLists },
): Promise<void> {
  const { id, at, lists } = of;
  const values = packed(500);
  const fields = lists.fields.map(({ id: field, holds }, number) => [
    field,
    holds.type === 'choice'
      ? holds.choices[(number + at * 9) % holds.choices.length]
      : values[(number + at) % values.length]?.trim(),
  ]);
  await call('PUT', `/conversations/${id}/labels`, {
    addTags: lists.tags.slice(at * 20, at * 20 + 20).map((tag) => tag.id),
    disposition: lists.dispositions[at * 9]?.id ?? null,
    fields: Object.fromEntries(fields),
  });
  // A visitor whom no agent answered gets no survey.
  await call('POST', `/conversations/${id}/messages`, { id: `${id}-a`, text: 'hurt', note: false });
  visitor.send({ type: 'chat.end', conversation: id });
  const over = (wanted: Conversation['status']) =>
    eventually(
      () => call<Conversation>('GET', `/conversations/${id}`),
      ({ status }) => status === wanted,
    );
  await over('wrap-up');
  await agent.command({ type: 'conversation.end', conversation: id });
  await over('ended');
  const text = packed(1000)[at] ?? '';
  const answers = { satisfaction: 1, recommend: 0, resolved: false, text };
  visitor.send({ type: 'chat.rate', conversation: id, answers });
  await eventually(
    () => call<{ survey: { text: string } | null }>('GET', `/conversations/${id}/after`),
    ({ survey }) => survey !== null,
  );
}
