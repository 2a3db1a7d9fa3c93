// One part as the message that Messenger and Instagram show.
// https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages
import type { LaidCard, LaidFile, Part } from '@opportune/protocol/channel/parts.ts';

export function messageOf(part: Part): object {
  switch (part.type) {
    case 'text':
      return { text: part.text };
    case 'replies': {
      const quick_replies = part.replies.map(({ id: payload, label: title }) => ({
        ...{ content_type: 'text', title, payload },
      }));
      return { text: part.text, quick_replies };
    }
    case 'buttons':
      return template({
        ...{ template_type: 'button', text: part.text },
        buttons: part.buttons.map(buttonOf),
      });
    case 'cards':
      return template({ template_type: 'generic', elements: part.cards.map(elementOf) });
    case 'file':
      return fileOf(part.file);
    case 'template':
      return { text: part.template.text };
    // The capabilities do not have these.
    case 'location':
      return { text: part.name ?? `${part.latitude}, ${part.longitude}` };
    case 'list':
    case 'form':
      return { text: part.text };
  }
}

function template(payload: object): object {
  return { attachment: { type: 'template', payload } };
}

function elementOf({ title, text, picture, buttons }: LaidCard): object {
  return {
    title,
    ...(text !== '' && { subtitle: text }),
    ...(picture !== undefined && { image_url: picture.url }),
    ...(buttons.length > 0 && { buttons: buttons.map(buttonOf) }),
  };
}

function buttonOf(button: LaidCard['buttons'][number]): object {
  return button.type === 'reply'
    ? { type: 'postback', title: button.label, payload: button.id }
    : { type: 'web_url', title: button.label, url: button.url };
}

/** Meta reads it from its link. */
function fileOf({ mediaType, link: url }: LaidFile): object {
  const [kind = ''] = mediaType.split('/');
  const type = kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'file';
  return { attachment: { type, payload: { url } } };
}
