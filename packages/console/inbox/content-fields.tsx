// The fields of what is being made: of replies, of cards, of a form. Each says what is wrong with it.
import type { ReactNode } from 'react';
import { contentLimits } from '@opportune/protocol/limits.ts';
import type {
  Card,
  CardButton,
  FormField,
  OfferedContent,
} from '@opportune/protocol/message-content.ts';
import { Button, IconButton, SelectField, Switch, TextArea, TextField } from '../ui/index.ts';
import { choice, newCard, newField, optionsFrom, type Wrong } from './content-draft.ts';
import { w } from './content-words.ts';

type Of<Type extends OfferedContent['type']> = Extract<OfferedContent, { type: Type }>;
type Wrongs = ReadonlyMap<string, Wrong>;
interface Props<Draft> {
  readonly draft: Draft;
  readonly wrong: Wrongs;
  readonly onChange: (next: Draft) => void;
}

export function ContentFields({ draft, wrong, onChange }: Props<OfferedContent>) {
  switch (draft.type) {
    case 'replies':
      return <RepliesFields draft={draft} wrong={wrong} onChange={onChange} />;
    case 'cards':
      return <CardsFields draft={draft} wrong={wrong} onChange={onChange} />;
    case 'form':
      return <FormFields draft={draft} wrong={wrong} onChange={onChange} />;
  }
}

function said(wrong: Wrongs, at: string): string | null {
  const found = wrong.get(at);
  return found === undefined ? null : w(`wrong.${found}`);
}

function put<Item>(items: readonly Item[], at: number, item: Item): Item[] {
  return items.map((each, index) => (index === at ? item : each));
}
function without<Item>(items: readonly Item[], at: number): Item[] {
  return items.filter((_, index) => index !== at);
}

function RepliesFields({ draft, wrong, onChange }: Props<Of<'replies'>>) {
  const { text, replies } = draft;
  return (
    <>
      <TextArea
        label={w('replies.text')}
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
          label={w('replies.one', { n: at + 1 })}
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
                of={w('replies.one', { n: at + 1 })}
                onClick={() => onChange({ ...draft, replies: without(replies, at) })}
              />
            )
          }
        />
      ))}
      <More
        words={w('replies.add')}
        full={replies.length >= contentLimits.replies}
        onClick={() => onChange({ ...draft, replies: [...replies, choice(replies)] })}
      />
    </>
  );
}

function CardsFields({ draft, wrong, onChange }: Props<Of<'cards'>>) {
  const { cards } = draft;
  // A tapped reply is known by its id within the whole message.
  const replies = cards.flatMap(({ buttons }) =>
    buttons.flatMap((button) => (button.type === 'reply' ? [button] : [])),
  );
  return (
    <>
      <TextField
        label={w('cards.text')}
        value={draft.text ?? ''}
        maxLength={contentLimits.textLength}
        onChange={(event) => onChange({ ...draft, text: event.currentTarget.value })}
      />
      {cards.map((card, at) => (
        <Group
          key={at}
          name={w('cards.one', { n: at + 1 })}
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
        words={w('cards.add')}
        full={cards.length >= contentLimits.cards}
        onClick={() => onChange({ ...draft, cards: [...cards, newCard] })}
      />
    </>
  );
}

function CardFields(props: {
  card: Card;
  at: string;
  wrong: Wrongs;
  replies: readonly { readonly id: string }[];
  onChange: (next: Card) => void;
}) {
  const { card, at, wrong, replies, onChange } = props;
  const { buttons } = card;
  const image = card.image ?? { url: '', alt: '', shape: 'wide' as const };
  return (
    <>
      <TextField
        label={w('card.title')}
        value={card.title}
        maxLength={contentLimits.titleLength}
        error={said(wrong, `${at}.title`)}
        onChange={(event) => onChange({ ...card, title: event.currentTarget.value })}
      />
      <TextArea
        label={w('card.text')}
        rows={2}
        value={card.text ?? ''}
        maxLength={contentLimits.cardTextLength}
        onChange={(event) => onChange({ ...card, text: event.currentTarget.value })}
      />
      <TextField
        label={w('card.image')}
        hint={w('card.imageHint')}
        inputMode="url"
        value={image.url}
        error={said(wrong, `${at}.image.url`)}
        onChange={(event) =>
          onChange({ ...card, image: { ...image, url: event.currentTarget.value } })
        }
      />
      {image.url !== '' && (
        <div className="making-pair">
          <TextField
            label={w('card.alt')}
            value={image.alt}
            maxLength={contentLimits.titleLength}
            onChange={(event) =>
              onChange({ ...card, image: { ...image, alt: event.currentTarget.value } })
            }
          />
          <SelectField
            label={w('card.shape')}
            value={image.shape}
            choices={(['wide', 'square'] as const).map((value) => ({
              value,
              label: w(`card.shape.${value}`),
            }))}
            onChange={(event) =>
              onChange({
                ...card,
                image: {
                  ...image,
                  shape: event.currentTarget.value === 'square' ? 'square' : 'wide',
                },
              })
            }
          />
        </div>
      )}
      {buttons.map((button, index) => (
        <Group
          key={index}
          name={w('card.button', { n: index + 1 })}
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
        words={w('card.addButton')}
        full={buttons.length >= contentLimits.buttons}
        onClick={() =>
          onChange({ ...card, buttons: [...buttons, { type: 'reply', ...choice(replies) }] })
        }
      />
    </>
  );
}

function ButtonFields(props: {
  button: CardButton;
  at: string;
  wrong: Wrongs;
  replies: readonly { readonly id: string }[];
  onChange: (next: CardButton) => void;
}) {
  const { button, at, wrong, replies, onChange } = props;
  const { text } = button;
  return (
    <>
      <div className="making-pair">
        <TextField
          label={w('button.text')}
          value={text}
          maxLength={contentLimits.choiceLength}
          error={said(wrong, `${at}.text`)}
          onChange={(event) => onChange({ ...button, text: event.currentTarget.value })}
        />
        <SelectField
          label={w('button.type')}
          value={button.type}
          choices={(['reply', 'link'] as const).map((value) => ({
            value,
            label: w(`button.type.${value}`),
          }))}
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
          label={w('button.url')}
          inputMode="url"
          value={button.url}
          error={said(wrong, `${at}.url`)}
          onChange={(event) => onChange({ ...button, url: event.currentTarget.value })}
        />
      )}
    </>
  );
}

const fieldTypes = ['text', 'email', 'number', 'choice', 'consent'] as const;

function FormFields({ draft, wrong, onChange }: Props<Of<'form'>>) {
  const { fields } = draft;
  const change = (at: number, field: FormField): void =>
    onChange({ ...draft, fields: put(fields, at, field) });
  return (
    <>
      <TextField
        label={w('form.text')}
        value={draft.text}
        maxLength={contentLimits.textLength}
        error={said(wrong, 'text')}
        onChange={(event) => onChange({ ...draft, text: event.currentTarget.value })}
        data-autofocus
      />
      {fields.map((field, at) => (
        <Group
          key={field.id}
          name={w('form.one', { n: at + 1 })}
          onRemove={
            fields.length > 1 ? () => onChange({ ...draft, fields: without(fields, at) }) : null
          }
        >
          <OneField
            field={field}
            at={`fields.${at}`}
            wrong={wrong}
            onChange={(next) => change(at, next)}
          />
        </Group>
      ))}
      <More
        words={w('form.add')}
        full={fields.length >= contentLimits.fields}
        onClick={() => onChange({ ...draft, fields: [...fields, newField(fields, 'text')] })}
      />
      <TextField
        label={w('form.submit')}
        hint={w('form.submitHint')}
        value={draft.submit ?? ''}
        maxLength={contentLimits.choiceLength}
        onChange={(event) => onChange({ ...draft, submit: event.currentTarget.value })}
      />
    </>
  );
}

export function OneField(props: {
  field: FormField;
  at: string;
  wrong: Wrongs;
  onChange: (next: FormField) => void;
}) {
  const { field, at, wrong, onChange } = props;
  return (
    <>
      <div className="making-pair">
        <TextField
          label={w('field.label')}
          value={field.label}
          maxLength={contentLimits.labelLength}
          error={said(wrong, `${at}.label`)}
          onChange={(event) => onChange({ ...field, label: event.currentTarget.value })}
        />
        <SelectField
          label={w('field.type')}
          value={field.type}
          choices={fieldTypes.map((value) => ({ value, label: w(`field.type.${value}`) }))}
          onChange={(event) => {
            const type = fieldTypes.find((each) => each === event.currentTarget.value);
            if (type !== undefined) onChange(newField([], type, field));
          }}
        />
      </div>
      {field.type === 'choice' && (
        <TextArea
          label={w('field.options')}
          rows={3}
          value={field.options.map(({ text }) => text).join('\n')}
          error={said(wrong, `${at}.options`)}
          onChange={(event) =>
            onChange({ ...field, options: optionsFrom(event.currentTarget.value) })
          }
        />
      )}
      <Switch
        label={w('field.required')}
        checked={field.required}
        onChange={(required) => onChange({ ...field, required })}
      />
    </>
  );
}

export function Group(props: { name: string; onRemove: (() => void) | null; children: ReactNode }) {
  const { name, onRemove, children } = props;
  return (
    <fieldset className="making-group">
      <legend>{name}</legend>
      {onRemove !== null && <Remove of={name} onClick={onRemove} />}
      {children}
    </fieldset>
  );
}

function Remove({ of, onClick }: { of: string; onClick: () => void }) {
  return <IconButton icon="trash" label={`${w('content.remove')}: ${of}`} onClick={onClick} />;
}

export function More({
  words,
  full,
  onClick,
}: {
  words: string;
  full: boolean;
  onClick: () => void;
}) {
  return full ? null : (
    <Button variant="quiet" icon="plus" className="making-more" onClick={onClick}>
      {words}
    </Button>
  );
}
