// The words and the look of one creative as a sentence: headline, text, button, link, picture, place.
import { useState } from 'react';
import { Creative } from '@opportune/protocol/campaign/campaign.ts';
import { TextField, t } from '../../../ui/index.ts';
import { useEdit } from '../edit-context.tsx';
import { creativeAt, withCreative, type Which } from './engagement-edit.ts';
import { Says } from '../part.tsx';
import { Choices, Tok } from '../chips/sentence-chip.tsx';
import { TextForm } from '../chips/text-form.tsx';

export function CreativeSays({ at, which }: { at: number; which: Which }) {
  const { document, live, change, problems } = useEdit();
  const variant = document.engagement.variants[at];
  const creative = variant === undefined ? null : creativeAt(variant.offer, which);
  if (variant === undefined || creative === null) return null;
  const before = live?.engagement.variants.find(({ id }) => id === variant.id);
  const was = before === undefined ? null : creativeAt(before.offer, which);
  const place = `engagement.variants.${at}.offer${which === 'fallback' ? '.fallback' : ''}.creative`;
  const wrong = (field: string): string | undefined =>
    problems.find(({ path }) => path === `${place}.${field}`)?.message;
  const set = (part: Partial<Creative>): void =>
    change?.((now) => withCreative(now, at, which, part));
  const offer = variant.offer;
  const leads =
    offer.channel === 'content' ||
    (which === 'fallback' && offer.channel === 'chat' && offer.fallback?.type === 'content');
  const text = (
    field: 'headline' | 'text' | 'action',
    label: string,
    none: string,
    maxLength: number,
  ) => (
    <Tok
      kind="name"
      words={creative[field] === '' ? <span className="t3">{none}</span> : creative[field]}
      spoken={creative[field] === '' ? none : creative[field]}
      label={label}
      wrong={wrong(field)}
      width={360}
      mark={
        was !== null && was[field] !== creative[field]
          ? { was: was[field] === '' ? none : was[field] }
          : undefined
      }
      edit={() => (
        <TextForm
          label={label}
          value={creative[field]}
          empty
          maxLength={maxLength}
          onChange={(value) => set({ [field]: value })}
        />
      )}
    />
  );
  return (
    <>
      <Says>
        {t('campaigns.offer.saying')}
        {text('headline', t('campaigns.offer.headline'), t('campaigns.chip.empty'), 120)}
        {t('campaigns.offer.then')}
        {text('text', t('campaigns.offer.text'), t('campaigns.offer.noText'), 400)}
      </Says>
      <Says>
        {t('campaigns.offer.button')}
        {text('action', t('campaigns.offer.action'), t('campaigns.offer.noAction'), 60)}
        {leads && creative.action !== '' && (
          <>
            {t('campaigns.offer.to')}
            <Tok
              kind="value"
              words={creative.link ?? t('campaigns.offer.noLink')}
              label={t('campaigns.offer.link')}
              wrong={wrong('link')}
              width={360}
              mark={
                was !== null && was.link !== creative.link
                  ? { was: was.link ?? t('campaigns.offer.noLink') }
                  : undefined
              }
              edit={() => (
                <LinkForm
                  label={t('campaigns.offer.link')}
                  value={creative.link ?? ''}
                  onChange={(link) => set({ link })}
                />
              )}
            />
          </>
        )}
        {creative.format !== 'sticky-button' && (
          <>
            {t(creative.image === null ? 'campaigns.offer.then' : 'campaigns.offer.picture')}
            <Tok
              kind="value"
              words={
                creative.image === null
                  ? t('campaigns.offer.noPicture')
                  : creative.image.alt || creative.image.url
              }
              label={t('campaigns.offer.image')}
              width={360}
              mark={
                was !== null && JSON.stringify(was.image) !== JSON.stringify(creative.image)
                  ? {}
                  : undefined
              }
              edit={() => <ImageForm image={creative.image} onChange={(image) => set({ image })} />}
            />
          </>
        )}
        {creative.format === 'embedded' && (
          <>
            {t('campaigns.offer.slot')}
            <Tok
              kind="value"
              words={creative.slot ?? t('campaigns.chip.empty')}
              label={t('campaigns.offer.slot.label')}
              wrong={wrong('slot')}
              edit={() => (
                <TextForm
                  label={t('campaigns.offer.slot.label')}
                  value={creative.slot ?? ''}
                  empty
                  maxLength={200}
                  onChange={(value) => set({ slot: value.trim() === '' ? null : value.trim() })}
                />
              )}
            />
          </>
        )}
        {(creative.format === 'slide-out' || creative.format === 'sticky-button') && (
          <>
            {t('campaigns.offer.at')}
            <Tok
              kind="value"
              words={t(`campaigns.offer.side.${creative.side}`)}
              label={t('campaigns.offer.side')}
              noDone
              edit={(close) => (
                <Choices
                  label={t('campaigns.offer.side')}
                  value={creative.side}
                  choices={(['left', 'right'] as const).map((value) => ({
                    value,
                    label: t(`campaigns.offer.side.${value}`),
                  }))}
                  onChoose={(side) => {
                    set({ side });
                    close();
                  }}
                />
              )}
            />
          </>
        )}
        {t('campaigns.offer.mutable.and')}
        <Tok
          kind="value"
          words={t(creative.mutable ? 'campaigns.offer.mutable.yes' : 'campaigns.offer.mutable.no')}
          label={t('campaigns.offer.mutable')}
          mark={
            was !== null && was.mutable !== creative.mutable
              ? {
                  was: t(
                    was.mutable ? 'campaigns.offer.mutable.yes' : 'campaigns.offer.mutable.no',
                  ),
                }
              : undefined
          }
          noDone
          edit={(close) => (
            <Choices
              label={t('campaigns.offer.mutable')}
              value={creative.mutable ? 'yes' : 'no'}
              choices={(['yes', 'no'] as const).map((value) => ({
                value,
                label: t(`campaigns.offer.mutable.${value}`),
              }))}
              onChoose={(value) => {
                set({ mutable: value === 'yes' });
                close();
              }}
            />
          )}
        />
      </Says>
    </>
  );
}

/** Only an address that the schema takes goes into the document; another stays in the form. */
function LinkForm({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (link: string | null) => void;
}) {
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

function ImageForm({
  image,
  onChange,
}: {
  image: Creative['image'];
  onChange: (image: Creative['image']) => void;
}) {
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
