// The fields of the cards in a draft: picture, texts and buttons of each.
import { contentLimits } from '@opportune/protocol/limits/conversations.ts';
import type { Card, CardButton } from '@opportune/protocol/conversation/message-content.ts';
import { SelectField, TextArea, TextField, t, choicesOf } from '../../ui/index.ts';
import { choice, newCard } from './content-draft.ts';
import {
  Group,
  More,
  put,
  said,
  without,
  type FieldsProps,
  type Of,
  type Wrongs,
} from './content-parts.tsx';

export function CardsFields({ draft, wrong, onChange }: FieldsProps<Of<'cards'>>) {
  const { cards } = draft;
  // A tapped reply is identified by its id within the whole message.
  const replies = cards.flatMap(({ buttons }) =>
    buttons.flatMap((button) => (button.type === 'reply' ? [button] : [])),
  );
  return (
    <>
      <TextField
        label={t('content.cards.text')}
        value={draft.text ?? ''}
        maxLength={contentLimits.textLength}
        onChange={(event) => onChange({ ...draft, text: event.currentTarget.value })}
      />
      {cards.map((card, at) => (
        <Group
          key={at}
          name={t('content.cards.one', { n: at + 1 })}
          onRemove={
            cards.length > 1 ? () => onChange({ ...draft, cards: without(cards, at) }) : null
          }
        >
          <CardFields
            card={card}
            at={`cards.${at}`}
            wrong={wrong}
            replies={replies}
            onChange={(next) => onChange({ ...draft, cards: put(cards, at, next) })}
          />
        </Group>
      ))}
      <More
        words={t('content.cards.add')}
        full={cards.length >= contentLimits.cards}
        onClick={() => onChange({ ...draft, cards: [...cards, newCard] })}
      />
    </>
  );
}

interface CardFieldsProps {
  readonly card: Card;
  readonly at: string;
  readonly wrong: Wrongs;
  readonly replies: readonly { readonly id: string }[];
  readonly onChange: (next: Card) => void;
}

function CardFields({ card, at, wrong, replies, onChange }: CardFieldsProps) {
  const { buttons } = card;
  const image = card.image ?? { url: '', alt: '', shape: 'wide' as const };
  return (
    <>
      <TextField
        label={t('content.card.title')}
        value={card.title}
        maxLength={contentLimits.titleLength}
        error={said(wrong, `${at}.title`)}
        onChange={(event) => onChange({ ...card, title: event.currentTarget.value })}
      />
      <TextArea
        label={t('content.card.text')}
        rows={2}
        value={card.text ?? ''}
        maxLength={contentLimits.cardTextLength}
        onChange={(event) => onChange({ ...card, text: event.currentTarget.value })}
      />
      <TextField
        label={t('content.card.image')}
        hint={t('content.card.imageHint')}
        inputMode="url"
        value={image.url}
        error={said(wrong, `${at}.image.url`)}
        onChange={(event) =>
          onChange({ ...card, image: { ...image, url: event.currentTarget.value } })
        }
      />
      {image.url !== '' && (
        <ImageFields image={image} onChange={(next) => onChange({ ...card, image: next })} />
      )}
      {buttons.map((button, index) => (
        <Group
          key={index}
          name={t('content.card.button', { n: index + 1 })}
          onRemove={() => onChange({ ...card, buttons: without(buttons, index) })}
        >
          <ButtonFields
            button={button}
            at={`${at}.buttons.${index}`}
            wrong={wrong}
            replies={replies}
            onChange={(next) => onChange({ ...card, buttons: put(buttons, index, next) })}
          />
        </Group>
      ))}
      <More
        words={t('content.card.addButton')}
        full={buttons.length >= contentLimits.buttons}
        onClick={() =>
          onChange({ ...card, buttons: [...buttons, { type: 'reply', ...choice(replies) }] })
        }
      />
    </>
  );
}

type CardImage = NonNullable<Card['image']>;

interface ImageFieldsProps {
  readonly image: CardImage;
  readonly onChange: (next: CardImage) => void;
}

function ImageFields({ image, onChange }: ImageFieldsProps) {
  return (
    <div className="making-pair">
      <TextField
        label={t('content.card.alt')}
        value={image.alt}
        maxLength={contentLimits.titleLength}
        onChange={(event) => onChange({ ...image, alt: event.currentTarget.value })}
      />
      <SelectField
        label={t('content.card.shape')}
        value={image.shape}
        choices={choicesOf(['wide', 'square'] as const, (value) =>
          t(`content.card.shape.${value}`),
        )}
        onChange={(event) =>
          onChange({ ...image, shape: event.currentTarget.value === 'square' ? 'square' : 'wide' })
        }
      />
    </div>
  );
}

interface ButtonFieldsProps {
  readonly button: CardButton;
  readonly at: string;
  readonly wrong: Wrongs;
  readonly replies: readonly { readonly id: string }[];
  readonly onChange: (next: CardButton) => void;
}

function ButtonFields({ button, at, wrong, replies, onChange }: ButtonFieldsProps) {
  const { text } = button;
  return (
    <>
      <div className="making-pair">
        <TextField
          label={t('content.button.text')}
          value={text}
          maxLength={contentLimits.choiceLength}
          error={said(wrong, `${at}.text`)}
          onChange={(event) => onChange({ ...button, text: event.currentTarget.value })}
        />
        <SelectField
          label={t('content.button.type')}
          value={button.type}
          choices={choicesOf(['reply', 'link'] as const, (value) =>
            t(`content.button.type.${value}`),
          )}
          onChange={(event) =>
            onChange(
              event.currentTarget.value === 'link'
                ? { type: 'link', text, url: '' }
                : { type: 'reply', ...choice(replies), text },
            )
          }
        />
      </div>
      {button.type === 'link' && (
        <TextField
          label={t('content.button.url')}
          inputMode="url"
          value={button.url}
          error={said(wrong, `${at}.url`)}
          onChange={(event) => onChange({ ...button, url: event.currentTarget.value })}
        />
      )}
    </>
  );
}
