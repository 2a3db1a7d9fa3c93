// The form of a short answer or a link on the home of the chat window.
import { HomeItem, homeLimits } from '@opportune/protocol/conversation/home.ts';
import { z } from 'zod';
import { t } from '../../ui/index.ts';
import { FormDialog } from '../form/form-frame.tsx';
import { useForm } from '../form/use-form.tsx';

interface HomeItemDialogProps {
  readonly type: HomeItem['type'];
  /** Null: a new one. */
  readonly item: HomeItem | null;
  readonly onSave: (item: HomeItem) => Promise<boolean>;
  readonly onClose: () => void;
}

const Fields = z.object({
  title: z.string().trim().min(1).max(homeLimits.titleLength),
  /** The text of an answer, or the address of a link. */
  content: z.string().trim().min(1).max(homeLimits.answerLength),
});

export function HomeItemDialog({ type, item, onSave, onClose }: HomeItemDialogProps) {
  const content = item === null ? '' : item.type === 'link' ? item.address : item.text;
  const form = useForm({
    schema: Fields,
    value: { title: item?.title ?? '', content },
    words: 'settings.home.item',
    save: (draft) => onSave(itemOf(type, draft)),
    onDone: (saved) => saved && onClose(),
  });
  const isLink = type === 'link';
  const isWrong =
    isLink && form.draft !== null && !HomeItem.safeParse(itemOf(type, form.draft)).success;
  return (
    <FormDialog
      form={form}
      title={t(`settings.home.${item === null ? 'new' : 'edit'}.${type}`)}
      width={480}
      onClose={onClose}
      held={isWrong}
    >
      {form.field('title', { input: { 'data-autofocus': true } })}
      {isLink
        ? form.field('content', {
            label: t('settings.home.item.address'),
            input: { type: 'url' },
            error: isWrong ? t('settings.home.item.address.wrong') : null,
          })
        : form.field('content', { label: t('settings.home.item.text'), rows: 5 })}
    </FormDialog>
  );
}

function itemOf(
  type: HomeItem['type'],
  { title, content }: { readonly title: string; readonly content: string },
): HomeItem {
  return type === 'link' ? { type, title, address: content } : { type, title, text: content };
}
