// Fills in the variables of a template, and shows how it is sent.
import { useState } from 'react';
import { contentText } from '@opportune/content/message/message-text.ts';
import type { ChannelTemplate } from '@opportune/protocol/channel/templates.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { templateLimits } from '@opportune/protocol/limits/channels.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { Button, t, TextField, submitting } from '../../ui/index.ts';
import { post } from '../compose/sending.ts';
import { contentOf, fieldsOf, isFilled, previewOf, type TemplateField } from './template-draft.ts';

interface TemplateFormProps {
  readonly conversation: ConversationId;
  readonly template: ChannelTemplate;
  readonly onDone: () => void;
}

export function TemplateForm({ conversation, template, onDone }: TemplateFormProps) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const send = (): void => {
    if (!isFilled(template, values)) return;
    const content = contentOf(template, values);
    post(conversation, contentText(content, conversationLimits.messageLength), false, { content });
    onDone();
  };
  return (
    <form className="template-fill" onSubmit={submitting(send)}>
      {fieldsOf(template).map((field) => (
        <TextField
          key={field.key}
          label={labelOf(field, template)}
          value={values[field.key] ?? ''}
          maxLength={templateLimits.valueLength}
          onChange={({ currentTarget: { value } }) =>
            setValues((before) => ({ ...before, [field.key]: value }))
          }
        />
      ))}
      <p className="small t3">{t('channels.template.preview')}</p>
      <p className="template-preview">{previewOf(template, values)}</p>
      <div className="row dialog-acts">
        <Button
          type="submit"
          variant="primary"
          size="medium"
          icon="send"
          disabled={!isFilled(template, values)}
        >
          {t('channels.template.send')}
        </Button>
      </div>
    </form>
  );
}

function labelOf({ part, name }: TemplateField, { buttons }: ChannelTemplate): string {
  if (part !== 'button') return t('channels.template.value', { name });
  return t('channels.template.link', { button: buttons[Number(name)]?.text ?? '' });
}
