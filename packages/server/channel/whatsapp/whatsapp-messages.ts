// One part as the message that WhatsApp shows.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
import type { LaidCard, LaidTemplate, Part } from '@opportune/protocol/channel/parts.ts';

export type Sendable = Exclude<Part, { type: 'file' }>;

/** `choose`: the words of the button that opens a list. */
export function messageOf(part: Sendable, choose: string): object {
  switch (part.type) {
    case 'text':
      return textMessage(part.text);
    case 'buttons':
      return withButtons(part.text, part.buttons);
    case 'list':
      return interactive('list', part.text, {
        button: choose,
        sections: [{ title: choose, rows: part.rows.map(rowOf) }],
      });
    case 'cards':
      return cardMessage(part.cards[0] ?? noCard);
    case 'location': {
      const { latitude, longitude, name } = part;
      const location = { latitude, longitude, ...(name !== undefined && { name }) };
      return { type: 'location', location };
    }
    case 'template':
      return templateMessage(part.template);
    // The capabilities do not have these.
    case 'replies':
    case 'form':
      return textMessage(part.text);
  }
}

export function textMessage(body: string): object {
  return { type: 'text', text: { body, preview_url: true } };
}

const noCard: LaidCard = { title: '…', text: '', buttons: [] };
type Button = LaidCard['buttons'][number];

function cardMessage({ title, text, picture, buttons }: LaidCard): object {
  const words = [title, text].filter((each) => each !== '').join('\n');
  const link = picture?.url;
  if (buttons.length > 0)
    return withButtons(words, buttons, link === undefined ? {} : { header: image(link) });
  return link === undefined
    ? textMessage(words)
    : { type: 'image', image: { link, caption: words } };
}

function image(link: string): object {
  return { type: 'image', image: { link } };
}

/** One address, or up to three replies: never both. */
function withButtons(text: string, buttons: readonly Button[], around: object = {}): object {
  const [first] = buttons;
  if (first?.type === 'link') {
    const parameters = { display_text: first.label, url: first.url };
    return interactive('cta_url', text, { name: 'cta_url', parameters }, around);
  }
  const replies = buttons.flatMap((button) =>
    button.type === 'reply'
      ? [{ type: 'reply', reply: { id: button.id, title: button.label } }]
      : [],
  );
  return interactive('button', text, { buttons: replies }, around);
}

function interactive(type: string, text: string, action: object, around: object = {}): object {
  return { type: 'interactive', interactive: { type, body: { text }, action, ...around } };
}

function rowOf({ id, title, more }: Extract<Part, { type: 'list' }>['rows'][number]): object {
  return { id, title, ...(more !== '' && { description: more }) };
}

function templateMessage({ name, language, header, body, buttons }: LaidTemplate): object {
  const components = [
    ...(header.length === 0 ? [] : [{ type: 'header', parameters: header.map(parameterOf) }]),
    ...(body.length === 0 ? [] : [{ type: 'body', parameters: body.map(parameterOf) }]),
    ...buttons.map(({ index, value }) => ({
      ...{ type: 'button', sub_type: 'url', index: String(index) },
      parameters: [{ type: 'text', text: value }],
    })),
  ];
  const template = { name, language: { code: language } };
  return {
    type: 'template',
    template: components.length === 0 ? template : { ...template, components },
  };
}

/** Variables have names, or numbers that are their order. */
function parameterOf({ name, value }: LaidTemplate['body'][number]): object {
  const isNumber = /^\d+$/.test(name);
  return { type: 'text', text: value, ...(!isNumber && { parameter_name: name }) };
}
