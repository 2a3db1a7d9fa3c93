// Lays out a form for a channel: as a form if the channel's forms support every field. Otherwise as
// questions in words, which are answered in words.
import type { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import type { Part } from '@opportune/protocol/channel/parts.ts';
import type {
  FormField,
  MessageContent,
} from '@opportune/protocol/conversation/message-content.ts';
import { aboveLast, layText, oneLine } from './options.ts';
import { bodyRoom, labelRoom } from './room.ts';

type Form = Extract<MessageContent, { type: 'form' }>;

export function layForm(form: Form, capabilities: Capabilities): readonly Part[] {
  const { text, fields, submit } = form;
  if (!isHeld(form, capabilities))
    return layText([text, ...fields.map(question)].join('\n'), capabilities);
  return aboveLast(text, capabilities, {
    room: bodyRoom(capabilities, capabilities.form?.text),
    part: (words) => ({
      type: 'form',
      text: words,
      fields: fields.map(shown),
      ...(submit !== undefined && { submit: oneLine(submit) }),
    }),
  });
}

function isHeld({ fields, submit = '' }: Form, capabilities: Capabilities): boolean {
  const { form } = capabilities;
  if (form === undefined || fields.length > form.most) return false;
  const room = labelRoom(capabilities, form.label);
  return (
    room.fits(oneLine(submit)) &&
    fields.every(
      (field) =>
        form.fields.includes(field.type) &&
        room.fits(oneLine(field.label)) &&
        optionsOf(field).length <= form.options &&
        optionsOf(field).every(({ text }) => room.fits(oneLine(text))),
    )
  );
}

function shown(field: FormField) {
  const { id, type, required } = field;
  const base = { id, type, label: oneLine(field.label), required };
  if (type !== 'choice') return base;
  const options = optionsOf(field).map((each) => ({ id: each.id, label: oneLine(each.text) }));
  return { ...base, options };
}

function question(field: FormField): string {
  const options = optionsOf(field).map(({ text }) => oneLine(text));
  const label = oneLine(field.label);
  return options.length === 0 ? `- ${label}` : `- ${label}: ${options.join(' / ')}`;
}

function optionsOf(field: FormField): readonly { readonly id: string; readonly text: string }[] {
  return field.type === 'choice' ? field.options : [];
}
