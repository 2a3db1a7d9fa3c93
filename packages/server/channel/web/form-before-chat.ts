// The form before a chat: which one is asked, what is known already, and what the answers come to. A
// form keeps nobody out: a start without answers is taken; answers that come are checked.
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import {
  answersBefore,
  factGiven,
  shownFields,
  skillBefore,
} from '@opportune/content/before/before-form.ts';
import { contentText } from '@opportune/content/message/message-text.ts';
import type { VisitorCard } from '@opportune/protocol/bus/card.ts';
import type { AskedForm, BeforeFact, BeforeForm } from '@opportune/protocol/conversation/before.ts';
import type { ChatFrame } from '@opportune/protocol/frames-visitor.ts';
import type { DecisionId, LabelId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits.ts';
import { z } from 'zod';
import type { BeforeAnswers } from '../../desk/commands/before-answers.ts';
import type { WebChatParts } from './seams.ts';

type Ask = Extract<ChatFrame, { type: 'chat.before' }>;
type Answered = Extract<ChatFrame, { type: 'chat.start' }>['before'];

const Address = z.email().max(254);

/** Answers on the link with the form, or that there is none. */
export async function askBefore(
  use: WebChatParts,
  link: ChatLink,
  { request, decision }: Ask,
): Promise<null> {
  const card = await use.cards.of(link.account, link.visitor, { decision });
  const form = await formFor(use, link, card, decision);
  const known = form === null ? {} : await knownIn(use, link, card, form);
  link.send({ type: 'chat.before', request, form: form && asked(form), known });
  return null;
}

/** Without what is the account's own affair. */
function asked({ text, question, fields }: BeforeForm): AskedForm {
  return {
    text,
    question,
    fields: fields.map(({ field, when }) => ({ field, ...(when && { when }) })),
  };
}

/** Null: nothing was answered, or is asked any more; `invalid`: the answers are not what is asked. */
export async function readAnswers(
  use: WebChatParts,
  link: ChatLink,
  of: { readonly card: VisitorCard; readonly decision: DecisionId | undefined },
  answered: Answered,
): Promise<BeforeAnswers | null | 'invalid'> {
  if (answered === undefined) return null;
  const form = await formFor(use, link, of.card, of.decision);
  if (form === null) return null;
  const { id, values } = answered;
  const content = answersBefore(form, values);
  if (content === null) return 'invalid';
  const text = contentText(content, conversationLimits.messageLength);
  return {
    message: {
      id,
      author: { type: 'visitor' },
      body: { type: 'text', text, content },
      at: use.clock.now(),
    },
    name: factGiven(form, values, 'name').slice(0, 80),
    address: Address.safeParse(factGiven(form, values, 'email')).data ?? null,
    skill: skillBefore(form, values),
    fields: fieldsOf(form, values, content),
  };
}

/** A decision that is not known any more asks nothing; one of a trial has no origin, and its form. */
async function formFor(
  { ofSite }: WebChatParts,
  { account, site }: ChatLink,
  { origin, trialForm }: VisitorCard,
  decision: DecisionId | undefined,
): Promise<BeforeForm | null> {
  if (decision === undefined) return ofSite(account, site);
  return origin === null ? trialForm : origin.before;
}

async function knownIn(
  { ordersOf }: WebChatParts,
  { account, visitor }: ChatLink,
  { name, address, page }: VisitorCard,
  { fields }: BeforeForm,
): Promise<Readonly<Record<string, string>>> {
  const asksOrder = fields.some(({ fact }) => fact === 'order');
  const [order = ''] = asksOrder ? await ordersOf(account, visitor) : [];
  const known: Readonly<Record<BeforeFact, string>> = {
    name,
    email: address ?? '',
    page: page ?? '',
    order,
  };
  return Object.fromEntries(
    fields.flatMap(({ field, fact }) => {
      const value = fact === undefined ? '' : known[fact];
      return value === '' ? [] : [[field.id, value]];
    }),
  );
}

/** A choice goes into a field by its words. */
function fieldsOf(
  form: BeforeForm,
  values: NonNullable<Answered>['values'],
  { values: filled }: NonNullable<ReturnType<typeof answersBefore>>,
): BeforeAnswers['fields'] {
  const said = new Map(filled.map(({ field, value }) => [field, value]));
  const found = new Map<LabelId, string | boolean>();
  for (const { field, label } of shownFields(form, values)) {
    const value = said.get(field.id);
    if (label !== undefined && value !== undefined && value !== '') found.set(label, value);
  }
  return found;
}
