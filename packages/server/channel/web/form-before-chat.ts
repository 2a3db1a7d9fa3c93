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
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { z } from 'zod';
import type { BeforeAnswers } from '../../desk/commands/before-answers.ts';
import type { SpokenForm, WebChatParts } from './seams.ts';

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
  const form = (await formFor(use, link, card, decision))?.asked ?? null;
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
  const found = await formFor(use, link, of.card, of.decision);
  if (found === null) return null;
  const { asked: form, written } = found;
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
    fields: fieldsOf(written, values),
  };
}

/** A decision that is not known any more asks nothing; one of a trial has no origin, and its form. */
async function formFor(
  { ofSite }: WebChatParts,
  link: ChatLink,
  { origin, trialForm }: VisitorCard,
  decision: DecisionId | undefined,
): Promise<SpokenForm | null> {
  if (decision === undefined) return ofSite(link);
  const asked = origin === null ? trialForm : origin.before;
  return asked && { asked, written: origin?.beforeAsWritten ?? asked };
}

async function knownIn(
  { ordersOf }: WebChatParts,
  { account, visitor }: ChatLink,
  { name, address, page }: VisitorCard,
  { fields }: BeforeForm,
): Promise<Readonly<Record<string, string>>> {
  const asksOrder = fields.some(({ fact }) => fact === 'order');
  const [order = ''] = asksOrder ? await ordersOf(account, visitor) : [];
  const facts = { name, email: address ?? '', page: page ?? '', order };
  const known: Readonly<Record<BeforeFact, string>> = facts;
  return Object.fromEntries(
    fields.flatMap(({ field, fact }) => {
      const value = fact === undefined ? '' : known[fact];
      return value === '' ? [] : [[field.id, value]];
    }),
  );
}

/** A choice goes into a field by its default words, so that a field says the same in all languages. */
function fieldsOf(
  form: BeforeForm,
  values: NonNullable<Answered>['values'],
): BeforeAnswers['fields'] {
  const { values: filled = [] } = answersBefore(form, values) ?? {};
  const said = new Map(filled.map(({ field, value }) => [field, value]));
  const found = new Map<LabelId, string | boolean>();
  for (const { field, label } of shownFields(form, values)) {
    const value = said.get(field.id);
    if (label !== undefined && value !== undefined && value !== '') found.set(label, value);
  }
  return found;
}
