// What a panel is told of a conversation: the fields that an administrator ticked for it, and no
// others. Pure.
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { PanelContext } from '@opportune/protocol/conversation/panel-messages.ts';
import type { Panel, PanelShare } from '@opportune/protocol/rest/conversation/panels.ts';
import type { VisitorDetail } from '@opportune/protocol/rest/visitor.ts';

export interface Surroundings {
  readonly theme: 'light' | 'dark';
  readonly language: string;
}

/** `detail` is null if the visitor is no longer known. */
export function contextOf(
  panel: Panel,
  conversation: Conversation,
  detail: Pick<VisitorDetail, 'row' | 'profile'> | null,
  { theme, language }: Surroundings,
): PanelContext {
  const told = new Set<PanelShare>(panel.shares);
  const visitor = visitorOf(panel, told, conversation, detail);
  const isVerified = isAtPage(conversation) && detail?.row?.verified === true;
  return {
    panel: panel.id,
    theme,
    language,
    ...(told.has('conversation') ? { conversation: talkOf(conversation) } : {}),
    ...(Object.keys(visitor).length === 0 ? {} : { visitor: { verified: isVerified, ...visitor } }),
  };
}

/**
 * Whether the visitor writes from their page. Elsewhere whoever had a link of the page may write, so
 * the panel learns what the page shows and not who the visitor is.
 */
function isAtPage({ channel }: Conversation): boolean {
  return channel === webChannel;
}

function talkOf({ id, status, skill, topic, startedAt }: Conversation) {
  return { id, status, skill, topic, startedAt };
}

function visitorOf(
  { traits: wanted }: Panel,
  told: ReadonlySet<PanelShare>,
  conversation: Conversation,
  detail: Pick<VisitorDetail, 'row' | 'profile'> | null,
): Omit<NonNullable<PanelContext['visitor']>, 'verified'> {
  const { visitor } = conversation;
  const row = detail?.row ?? null;
  const isWriter = isAtPage(conversation);
  const known = isWriter ? (detail?.profile.traits ?? {}) : {};
  const email = known['email'];
  const traits = Object.fromEntries(
    wanted.flatMap((name) => {
      const value = Object.hasOwn(known, name) ? known[name] : undefined;
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  return {
    ...(told.has('visitor') && visitor !== null && isWriter ? { id: visitor } : {}),
    ...(told.has('name') ? { name: conversation.visitorName || null } : {}),
    ...(told.has('email')
      ? { email: typeof email === 'string' ? email : conversation.replyTo }
      : {}),
    ...(told.has('place') ? { country: row?.place?.country ?? null } : {}),
    ...(told.has('page')
      ? { page: row === null ? null : { url: row.page.url, title: row.page.title } }
      : {}),
    ...(told.has('cart')
      ? { cart: row === null ? null : { total: row.cartTotal, items: row.cartItems } }
      : {}),
    ...(wanted.length > 0 ? { traits } : {}),
  };
}
