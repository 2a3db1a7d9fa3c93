// Lays the message of a delivery out for its channel, with what the provider is told beside it. What its
// author marked is read and gone: channels get plain words.
import { lay, type LayableMessage } from '@opportune/core/channel/lay/lay.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { InboxStore } from '@opportune/core/ports/channel-inbox.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { plainText } from '@opportune/content/message/message-text.ts';
import type { LaidTemplate } from '@opportune/protocol/channel/parts.ts';
import type { SentTemplate } from '@opportune/protocol/channel/templates.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { MessageContent } from '@opportune/protocol/conversation/message-content.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { AroundOf, LayOut } from './seams.ts';

/** Files that messages carry. */
export interface CarriedFiles {
  /** Where anybody who is told it reads the file of a message. */
  linkOf(account: AccountId, message: Message): string;
  /** Null: it is gone. */
  read(account: AccountId, message: Message): Promise<AsyncIterable<Uint8Array> | null>;
}

export interface LayParts {
  readonly records: Records;
  readonly conversations: Pick<ConversationStore, 'find'>;
  readonly inbox: Pick<InboxStore, 'newestMessage'>;
  readonly files: CarriedFiles;
  readonly around: AroundOf;
}

export function createLayOut({ records, conversations, inbox, files, around }: LayParts): LayOut {
  return async (account, delivery, { capabilities }) => {
    const message = await conversations.find(account, delivery.conversation, delivery.message);
    if (message === null || message.body.type !== 'text') return null;
    const { text, content, automatic } = message.body;
    const said = layable(text, content, () => files.linkOf(account, message));
    return {
      ...lay(said, capabilities),
      answers: await records.withAccountOften(account, (sql) => inbox.newestMessage(sql, delivery)),
      author: message.author.type === 'agent' ? message.author.name : null,
      topic: null,
      ...(automatic !== undefined && { automaticAt: message.at }),
      read: () => files.read(account, message),
      around: () => around(account, message),
    };
  };
}

function layable(
  text: string,
  content: MessageContent | undefined,
  link: () => string,
): LayableMessage {
  switch (content?.type) {
    case 'replies':
    case 'form':
      return { ...content, text: plainText(content.text) };
    case 'cards': {
      const cards = content.cards.map((card) => ({
        ...card,
        ...(card.text !== undefined && { text: plainText(card.text) }),
      }));
      return {
        ...content,
        cards,
        ...(content.text !== undefined && { text: plainText(content.text) }),
      };
    }
    case 'attachment': {
      const { name, mediaType, sizeBytes } = content;
      return { type: 'file', file: { name, mediaType, sizeBytes, link: link() } };
    }
    case 'template':
      return { type: 'template', template: laidTemplate(content, text) };
    // What contacts answer is sent to nobody.
    case 'chosen':
    case 'filled':
    case undefined:
      return { type: 'text', text: plainText(text) };
  }
}

function laidTemplate(content: SentTemplate, text: string): LaidTemplate {
  const { name, language, header, body, buttons } = content;
  return {
    ...{ name, language, text },
    ...{ header: header?.values ?? [], body: body.values },
    buttons: buttons.flatMap(({ value }, index) => (value === '' ? [] : [{ index, value }])),
  };
}
