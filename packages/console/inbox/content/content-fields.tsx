// The fields of a draft of replies; cards and forms have files of their own. Each field shows what is wrong
// with it.
import { contentLimits } from '@opportune/protocol/limits/conversations.ts';
import type { ComposedContent } from '@opportune/protocol/conversation/message-content.ts';
import { TextArea, TextField, t } from '../../ui/index.ts';
import { CardsFields } from './card-fields.tsx';
import { choice } from './content-draft.ts';
import { More, put, Remove, said, without, type FieldsProps, type Of } from './content-parts.tsx';
import { FormFields } from './form-fields.tsx';

export function ContentFields({ draft, wrong, onChange }: FieldsProps<ComposedContent>) {
  switch (draft.type) {
    case 'replies':
      return <RepliesFields draft={draft} wrong={wrong} onChange={onChange} />;
    case 'cards':
      return <CardsFields draft={draft} wrong={wrong} onChange={onChange} />;
    case 'form':
      return <FormFields draft={draft} wrong={wrong} onChange={onChange} />;
  }
}

function RepliesFields({ draft, wrong, onChange }: FieldsProps<Of<'replies'>>) {
  const { text, replies } = draft;
  return (
    <>
      <TextArea
        label={t('content.replies.text')}
        rows={2}
        value={text}
        maxLength={contentLimits.textLength}
        error={said(wrong, 'text')}
        onChange={(event) => onChange({ ...draft, text: event.currentTarget.value })}
        data-autofocus
      />
      {replies.map((reply, at) => (
        <TextField
          key={reply.id}
          label={t('content.replies.one', { n: at + 1 })}
          value={reply.text}
          maxLength={contentLimits.choiceLength}
          error={at === 0 ? said(wrong, 'replies') : null}
          onChange={(event) =>
            onChange({
              ...draft,
              replies: put(replies, at, { ...reply, text: event.currentTarget.value }),
            })
          }
          aside={
            replies.length > 1 && (
              <Remove
                of={t('content.replies.one', { n: at + 1 })}
                onClick={() => onChange({ ...draft, replies: without(replies, at) })}
              />
            )
          }
        />
      ))}
      <More
        words={t('content.replies.add')}
        full={replies.length >= contentLimits.replies}
        onClick={() => onChange({ ...draft, replies: [...replies, choice(replies)] })}
      />
    </>
  );
}
