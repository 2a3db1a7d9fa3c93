// What is offered, in sentences: variant by variant, and what stands in when nobody is free.
import { Format, zoneOf, type Creative } from '@opportune/protocol/campaign/campaign.ts';
import { SkillId, VariantId } from '@opportune/protocol/ids.ts';
import { SkillList } from '@opportune/protocol/rest/team/skills.ts';
import { newId } from '../../../api/new-id.ts';
import { IconButton, say, Segmented, useApiQuery, t } from '../../../ui/index.ts';
import { within } from '../../../words/language.ts';
import { starterCopy } from '../../starters.ts';
import { BeforeSays } from './before-says.tsx';
import { CreativeSays } from './creative-says.tsx';
import { problemsAt, useEdit } from '../edit-context.tsx';
import {
  addVariant,
  creativeAt,
  removeVariant,
  withChannel,
  withFallback,
  withFormat,
  withOffer,
  withVariant,
} from './engagement-edit.ts';
import { Part, Says } from '../part.tsx';
import { Choices, Tok } from '../chips/sentence-chip.tsx';
import { TextForm } from '../chips/text-form.tsx';

const formats = Format.options;
const letters = ['A', 'B', 'C', 'D'];

export function EngagementPart({ at, onAt }: { at: number; onAt: (at: number) => void }) {
  const edit = useEdit();
  const variant = edit.document.engagement.variants[at];
  if (variant === undefined) return null;
  const problems = [
    ...problemsAt(edit, `engagement.variants.${at}`),
    ...edit.problems.filter(({ path }) => path === 'engagement.variants'),
  ];
  return (
    <Part
      name="engagement"
      icon={variant.offer.channel}
      problems={problems}
      act={<AddVariant onAt={onAt} />}
    >
      {edit.document.engagement.variants.length > 1 && <Variants at={at} onAt={onAt} />}
      <OfferSays at={at} />
      <CreativeSays at={at} which="offer" />
      {variant.offer.channel === 'chat' && <BeforeSays at={at} />}
      {variant.offer.channel === 'chat' && <FallbackSays at={at} />}
    </Part>
  );
}

function AddVariant({ onAt }: { onAt: (at: number) => void }) {
  const { document, change } = useEdit();
  const { variants } = document.engagement;
  if (change === null || variants.length >= 4) return null;
  const add = (): void => {
    const name =
      letters.find((letter) => !variants.some((each) => each.name === letter)) ??
      t('campaigns.starter.variant');
    change((now) => addVariant(now, VariantId.parse(newId()), name));
    onAt(variants.length);
  };
  return <IconButton icon="plus" label={t('campaigns.variant.add')} onClick={add} />;
}

function Variants({ at, onAt }: { at: number; onAt: (at: number) => void }) {
  const { document, change } = useEdit();
  const { variants } = document.engagement;
  const remove = (): void => {
    const before = document;
    change?.((now) => removeVariant(now, at));
    onAt(Math.max(0, at - 1));
    say(t('campaigns.variant.removed', { name: variants[at]?.name ?? '' }), () =>
      change?.(() => before),
    );
  };
  const label = (name: string): string =>
    name.length <= 2 ? t('campaigns.variant.named', { name }) : name;
  return (
    <div className="row variants">
      <Segmented
        label={t('campaigns.variant.tabs')}
        value={String(at)}
        onChange={(value) => onAt(Number(value))}
        choices={variants.map(({ name }, index) => ({ value: String(index), label: label(name) }))}
      />
      {change !== null && (
        <IconButton icon="trash" label={t('campaigns.variant.remove')} onClick={remove} />
      )}
    </div>
  );
}

function OfferSays({ at }: { at: number }) {
  const { document, live, change } = useEdit();
  const variant = document.engagement.variants[at];
  if (variant === undefined) return null;
  const { offer } = variant;
  const before = live?.engagement.variants.find(({ id }) => id === variant.id);
  const was = before?.offer;
  const channels = (['chat', 'content'] as const).map((value) => ({
    value,
    label: t(`campaigns.channel.${value}`),
  }));
  const chat = offer.channel === 'chat';
  return (
    <Says>
      {document.engagement.variants.length > 1 && (
        <>
          <Tok
            kind="name"
            words={variant.name}
            label={t('campaigns.variant.name')}
            mark={
              live !== null && before === undefined
                ? {}
                : before !== undefined && before.name !== variant.name
                  ? { was: before.name }
                  : undefined
            }
            edit={() => (
              <TextForm
                label={t('campaigns.variant.name')}
                value={variant.name}
                maxLength={80}
                onChange={(name) =>
                  change?.((now) => withVariant(now, at, (each) => ({ ...each, name })))
                }
              />
            )}
          />
        </>
      )}
      {chat ? t('campaigns.offer.give') : t('campaigns.offer.show')}
      <Tok
        kind="value"
        words={within(t(`campaigns.channel.${offer.channel}`))}
        label={t('campaigns.offer.channel')}
        mark={
          was !== undefined && was.channel !== offer.channel
            ? { was: within(t(`campaigns.channel.${was.channel}`)) }
            : undefined
        }
        noDone
        edit={(close) => (
          <Choices
            label={t('campaigns.offer.channel')}
            value={offer.channel}
            choices={channels}
            onChoose={(channel) => {
              change?.((now) => withChannel(now, at, channel, starterCopy()));
              close();
            }}
          />
        )}
      />
      {chat && (
        <>
          {t('campaigns.offer.with')}
          <Tok
            kind="value"
            words={offer.skill ?? t('campaigns.offer.anyone')}
            label={t('campaigns.offer.skill')}
            mark={
              was?.channel === 'chat' && was.skill !== offer.skill
                ? { was: was.skill ?? t('campaigns.offer.anyone') }
                : undefined
            }
            edit={() => (
              <SkillForm
                skill={offer.skill}
                onChange={(text) =>
                  change?.((now) =>
                    withOffer(now, at, (each) =>
                      each.channel === 'chat'
                        ? { ...each, skill: SkillId.safeParse(text.trim()).data ?? null }
                        : each,
                    ),
                  )
                }
              />
            )}
          />
        </>
      )}
      <FormatToks at={at} which="offer" creative={offer.creative} was={was?.creative} />
    </Says>
  );
}

function FormatToks({
  at,
  which,
  creative,
  was,
}: {
  at: number;
  which: 'offer' | 'fallback';
  creative: Creative;
  was: Creative | undefined;
}) {
  const { change } = useEdit();
  const choices = formats.map((value) => ({ value, label: t(`campaigns.format.${value}`) }));
  return (
    <>
      {t('campaigns.offer.asA')}
      <Tok
        kind="value"
        words={t(`campaigns.format.${creative.format}`)}
        label={t('campaigns.offer.format')}
        mark={
          was !== undefined && was.format !== creative.format
            ? { was: t(`campaigns.format.${was.format}`) }
            : undefined
        }
        noDone
        edit={(close) => (
          <Choices
            label={t('campaigns.offer.format')}
            value={creative.format}
            choices={choices}
            onChoose={(format) => {
              change?.((now) => withFormat(now, at, which, format));
              close();
            }}
          />
        )}
      />
      {t('campaigns.offer.at')}
      <span>{t(`campaigns.zone.${zoneOf[creative.format]}`)}</span>
    </>
  );
}

/** Offers the skills of the account; another may be named before it is made. */
function SkillForm(props: { skill: SkillId | null; onChange: (text: string) => void }) {
  const offered = useApiQuery('/skills', SkillList).data?.skills.map(({ id }) => id);
  return (
    <TextForm
      label={t('campaigns.offer.skill')}
      value={props.skill ?? ''}
      empty
      maxLength={64}
      offered={offered}
      onChange={props.onChange}
    />
  );
}

function FallbackSays({ at }: { at: number }) {
  const { document, live, change } = useEdit();
  const variant = document.engagement.variants[at];
  if (variant?.offer.channel !== 'chat') return null;
  const { fallback } = variant.offer;
  const before = live?.engagement.variants.find(({ id }) => id === variant.id)?.offer;
  const was = before?.channel === 'chat' ? before.fallback : undefined;
  const choices = [
    { value: 'nothing', label: t('campaigns.offer.nobody.nothing.long') },
    { value: 'content', label: t('campaigns.offer.nobody.content') },
    { value: 'message', label: t('campaigns.offer.nobody.message') },
  ] as const;
  const now = fallback?.type ?? 'nothing';
  const then = was === undefined ? now : (was?.type ?? 'nothing');
  const creative = creativeAt(variant.offer, 'fallback');
  return (
    <>
      <Says className="says-next">
        {t('campaigns.offer.nobody')}
        <Tok
          kind="value"
          words={t(`campaigns.offer.nobody.${now}`)}
          label={t('campaigns.offer.nobody')}
          width={320}
          mark={then === now ? undefined : { was: t(`campaigns.offer.nobody.${then}`) }}
          noDone
          edit={(close) => (
            <Choices
              label={t('campaigns.offer.nobody')}
              value={now}
              choices={choices}
              onChoose={(type) => {
                change?.((each) => withFallback(each, at, type === 'nothing' ? null : type));
                close();
              }}
            />
          )}
        />
        {creative !== null && (
          <FormatToks at={at} which="fallback" creative={creative} was={was?.creative} />
        )}
      </Says>
      {creative !== null && <CreativeSays at={at} which="fallback" />}
    </>
  );
}
