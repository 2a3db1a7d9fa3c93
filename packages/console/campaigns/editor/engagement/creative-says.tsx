// The words and the look of one creative as a sentence: headline, text, button, link, picture and
// place.
import { useState } from 'react';
import { Creative } from '@opportune/protocol/campaign/campaign.ts';
import { TextField, t } from '../../../ui/index.ts';
import { useEdit } from '../edit-context.tsx';
import { creativeAt, withCreative, type Which } from './engagement-edit.ts';
import { Says } from '../part.tsx';
import { Said, SaidChoice } from '../chips/said.tsx';
import { Tok } from '../chips/sentence-chip.tsx';
import { TextForm } from '../chips/text-form.tsx';

/** A creative being edited: its content, its live content, and how to change it. */
interface Edited {
  readonly creative: Creative;
  readonly was: Creative | null;
  readonly set: (part: Partial<Creative>) => void;
  readonly wrong: (field: keyof Creative) => string | undefined;
}

export function CreativeSays({ at, which }: { at: number; which: Which }) {
  const { document, live, change, problems } = useEdit();
  const variant = document.engagement.variants[at];
  const creative = variant === undefined ? null : creativeAt(variant.offer, which);
  if (variant === undefined || creative === null) return null;
  const { id, offer } = variant;
  const before = live?.engagement.variants.find((each) => each.id === id);
  const place = `engagement.variants.${at}.offer${which === 'fallback' ? '.fallback' : ''}.creative`;
  const edited: Edited = {
    creative,
    was: before === undefined ? null : creativeAt(before.offer, which),
    set: (part) => change?.((now) => withCreative(now, at, which, part)),
    wrong: (field) => problems.find(({ path }) => path === `${place}.${field}`)?.message,
  };
  const leads =
    offer.channel === 'content' || (which === 'fallback' && offer.fallback?.type === 'content');
  return (
    <>
      <Says>
        {t('campaigns.offer.saying')}
        <SaidText {...edited} field="headline" none={t('campaigns.chip.empty')} maxLength={120} />
        {t('campaigns.offer.then')}
        <SaidText {...edited} field="text" none={t('campaigns.offer.noText')} maxLength={400} />
      </Says>
      <Says>
        {t('campaigns.offer.button')}
        <SaidText {...edited} field="action" none={t('campaigns.offer.noAction')} maxLength={60} />
        {leads && creative.action !== '' && <Leading {...edited} />}
        {creative.format !== 'sticky-button' && <Picture {...edited} />}
        {which === 'offer' && offer.channel !== 'content' && creative.image === null && (
          <Faces {...edited} />
        )}
        {creative.format === 'embedded' && <Slot {...edited} />}
        {(creative.format === 'slide-out' || creative.format === 'sticky-button') && (
          <Side {...edited} />
        )}
        <Mutable {...edited} />
      </Says>
    </>
  );
}

function SaidText(
  props: Edited & { field: 'headline' | 'text' | 'action'; none: string; maxLength: number },
) {
  const { creative, was, set, wrong, field, none, maxLength } = props;
  const label = t(`campaigns.offer.${field}`);
  const value = creative[field];
  return (
    <Tok
      kind="name"
      words={value === '' ? <span className="t3">{none}</span> : value}
      spoken={value || none}
      label={label}
      wrong={wrong(field)}
      width={360}
      mark={was !== null && was[field] !== value ? { was: was[field] || none } : undefined}
      edit={() => (
        <TextForm
          {...{ label, value, maxLength }}
          empty
          onChange={(text) => set({ [field]: text })}
        />
      )}
    />
  );
}

function Leading({ creative, was, set, wrong }: Edited) {
  const label = t('campaigns.offer.link');
  return (
    <>
      {t('campaigns.offer.to')}
      <Said
        value={creative.link}
        was={was?.link}
        say={(link) => link ?? t('campaigns.offer.noLink')}
        label={label}
        wrong={wrong('link')}
        width={360}
        edit={() => (
          <LinkForm label={label} value={creative.link ?? ''} onChange={(link) => set({ link })} />
        )}
      />
    </>
  );
}

function Picture({ creative: { image }, was, set }: Edited) {
  const isNew = was !== null && JSON.stringify(was.image) !== JSON.stringify(image);
  return (
    <>
      {t(image === null ? 'campaigns.offer.then' : 'campaigns.offer.picture')}
      <Tok
        kind="value"
        words={image === null ? t('campaigns.offer.noPicture') : image.alt || image.url}
        label={t('campaigns.offer.image')}
        width={360}
        mark={isNew ? {} : undefined}
        edit={() => <ImageForm image={image} onChange={(next) => set({ image: next })} />}
      />
    </>
  );
}

/** Absent and off are the same document. */
function Faces({ creative, was, set }: Edited) {
  const answerOf = ({ faces }: Creative): 'yes' | 'no' => (faces === true ? 'yes' : 'no');
  const say = (value: 'yes' | 'no'): string => t(`campaigns.offer.faces.${value}`);
  return (
    <>
      {t('campaigns.offer.then')}
      <SaidChoice
        value={answerOf(creative)}
        was={was === null ? undefined : answerOf(was)}
        say={say}
        label={t('campaigns.offer.faces')}
        choices={(['yes', 'no'] as const).map((value) => ({ value, label: say(value) }))}
        onChoose={(value) => set({ faces: value === 'yes' })}
      />
    </>
  );
}

function Slot({ creative: { slot }, set, wrong }: Edited) {
  const label = t('campaigns.offer.slot.label');
  return (
    <>
      {t('campaigns.offer.slot')}
      <Tok
        kind="value"
        words={slot ?? t('campaigns.chip.empty')}
        label={label}
        wrong={wrong('slot')}
        edit={() => (
          <TextForm
            label={label}
            value={slot ?? ''}
            empty
            maxLength={200}
            onChange={(text) => set({ slot: text.trim() === '' ? null : text.trim() })}
          />
        )}
      />
    </>
  );
}

function Side({ creative, set }: Edited) {
  const say = (side: Creative['side']): string => t(`campaigns.offer.side.${side}`);
  return (
    <>
      {t('campaigns.offer.at')}
      <SaidChoice
        value={creative.side}
        was={undefined}
        say={say}
        label={t('campaigns.offer.side')}
        choices={(['left', 'right'] as const).map((value) => ({ value, label: say(value) }))}
        onChoose={(side) => set({ side })}
      />
    </>
  );
}

function Mutable({ creative, was, set }: Edited) {
  const answerOf = ({ mutable }: Creative): 'yes' | 'no' => (mutable ? 'yes' : 'no');
  const say = (value: 'yes' | 'no'): string => t(`campaigns.offer.mutable.${value}`);
  return (
    <>
      {t('campaigns.offer.mutable.and')}
      <SaidChoice
        value={answerOf(creative)}
        was={was === null ? undefined : answerOf(was)}
        say={say}
        label={t('campaigns.offer.mutable')}
        choices={(['yes', 'no'] as const).map((value) => ({ value, label: say(value) }))}
        onChoose={(value) => set({ mutable: value === 'yes' })}
      />
    </>
  );
}

interface LinkFormProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (link: string | null) => void;
}

/** Only a valid address goes into the document. Anything else stays in the form. */
function LinkForm({ label, value, onChange }: LinkFormProps) {
  const [wrong, setWrong] = useState(false);
  const change = (text: string): void => {
    const link = text.trim() === '' ? null : text.trim();
    const fits = Creative.shape.link.safeParse(link).success;
    setWrong(!fits);
    if (fits) onChange(link);
  };
  return (
    <TextForm
      label={label}
      value={value}
      empty
      maxLength={2048}
      error={wrong ? t('campaigns.offer.link.wrong') : null}
      onChange={change}
    />
  );
}

interface ImageFormProps {
  readonly image: Creative['image'];
  readonly onChange: (image: Creative['image']) => void;
}

function ImageForm({ image, onChange }: ImageFormProps) {
  const [alt, setAlt] = useState(image?.alt ?? '');
  return (
    <>
      <LinkForm
        label={t('campaigns.offer.image')}
        value={image?.url ?? ''}
        onChange={(url) => onChange(url === null ? null : { url, alt })}
      />
      <TextField
        label={t('campaigns.offer.image.alt')}
        value={alt}
        maxLength={200}
        onChange={(event) => {
          setAlt(event.currentTarget.value);
          if (image !== null) onChange({ ...image, alt: event.currentTarget.value });
        }}
      />
    </>
  );
}
