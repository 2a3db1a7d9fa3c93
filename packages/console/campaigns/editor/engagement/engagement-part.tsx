// What the campaign offers, as sentences: one variant at a time, and what is shown when nobody is
// free.
import type { CampaignProblem } from '@opportune/core/campaign/check-campaign.ts';
import { Format, zoneOf, type Creative } from '@opportune/protocol/campaign/campaign.ts';
import { type SkillId, VariantId } from '@opportune/protocol/ids.ts';
import { newId } from '../../../api/new-id.ts';
import { IconButton, say, Segmented, t, choicesOf } from '../../../ui/index.ts';
import { within } from '../../../words/language.ts';
import { channelIcon } from '../../channel-icon.ts';
import { starterCopy } from '../../starters.ts';
import { BeforeSays } from './before-says.tsx';
import { CreativeSays } from './creative-says.tsx';
import { problemsAt, useEdit, type Edit } from '../edit-context.tsx';
import {
  addVariant,
  creativeAt,
  removeVariant,
  withChannel,
  withFallback,
  withFormat,
  withSkill,
  withVariant,
} from './engagement-edit.ts';
import { Part, Says } from '../part.tsx';
import { Said, SaidChoice } from '../chips/said.tsx';
import { Tok } from '../chips/sentence-chip.tsx';
import { TextForm } from '../chips/text-form.tsx';
import { SkillForm } from '../chips/name-chip.tsx';
import { WaysSays } from './ways-says.tsx';

const letters = ['A', 'B', 'C', 'D'];

export function EngagementPart({ at, onAt }: { at: number; onAt: (at: number) => void }) {
  const edit = useEdit();
  const variant = edit.document.engagement.variants[at];
  if (variant === undefined) return null;
  return (
    <Part
      name="engagement"
      icon={channelIcon[variant.offer.channel]}
      problems={problemsOfVariant(edit, at)}
      act={<AddVariant onAt={onAt} />}
    >
      {edit.document.engagement.variants.length > 1 && <Variants at={at} onAt={onAt} />}
      <OfferSays at={at} />
      <CreativeSays at={at} which="offer" />
      {variant.offer.channel === 'chat' && <WaysSays at={at} />}
      {variant.offer.channel !== 'content' && <BeforeSays at={at} />}
      {variant.offer.channel !== 'content' && <FallbackSays at={at} />}
    </Part>
  );
}

/** Includes the problems of all variants together. */
function problemsOfVariant(edit: Edit, at: number): readonly CampaignProblem[] {
  return [
    ...problemsAt(edit, `engagement.variants.${at}`),
    ...edit.problems.filter(({ path }) => path === 'engagement.variants'),
  ];
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
  const was = live?.engagement.variants.find(({ id }) => id === variant.id)?.offer;
  const hasAgents = offer.channel !== 'content';
  return (
    <Says>
      {document.engagement.variants.length > 1 && <VariantName at={at} />}
      {hasAgents ? t('campaigns.offer.give') : t('campaigns.offer.show')}
      <SaidChoice
        value={offer.channel}
        was={was?.channel}
        say={(channel) => within(t(`campaigns.channel.${channel}`))}
        label={t('campaigns.offer.channel')}
        choices={choicesOf(['chat', 'call', 'content'] as const, (value) =>
          t(`campaigns.channel.${value}`),
        )}
        onChoose={(channel) => change?.((now) => withChannel(now, at, channel, starterCopy()))}
      />
      {hasAgents && (
        <SkillSays
          at={at}
          skill={offer.skill}
          was={was === undefined || was.channel === 'content' ? undefined : was.skill}
        />
      )}
      <FormatToks at={at} which="offer" creative={offer.creative} was={was?.creative} />
    </Says>
  );
}

function VariantName({ at }: { at: number }) {
  const { document, live, change } = useEdit();
  const variant = document.engagement.variants[at];
  if (variant === undefined) return null;
  const { id, name } = variant;
  const was = live?.engagement.variants.find((each) => each.id === id)?.name ?? null;
  const isNew = live !== null && was === null;
  return (
    <Tok
      kind="name"
      words={name}
      label={t('campaigns.variant.name')}
      mark={isNew ? {} : was !== null && was !== name ? { was } : undefined}
      edit={() => (
        <TextForm
          label={t('campaigns.variant.name')}
          value={name}
          maxLength={80}
          onChange={(text) =>
            change?.((now) => withVariant(now, at, (each) => ({ ...each, name: text })))
          }
        />
      )}
    />
  );
}

interface SkillSaysProps {
  readonly at: number;
  readonly skill: SkillId | null;
  readonly was: SkillId | null | undefined;
}

function SkillSays({ at, skill, was }: SkillSaysProps) {
  const { change } = useEdit();
  const name = (text: string): void => change?.((now) => withSkill(now, at, text));
  return (
    <>
      {t('campaigns.offer.with')}
      <Said
        value={skill}
        was={was}
        say={(id) => id ?? t('campaigns.offer.anyone')}
        label={t('campaigns.offer.skill')}
        edit={() => (
          <SkillForm label={t('campaigns.offer.skill')} skill={skill ?? ''} onChange={name} />
        )}
      />
    </>
  );
}

interface FormatToksProps {
  readonly at: number;
  readonly which: 'offer' | 'fallback';
  readonly creative: Creative;
  readonly was: Creative | undefined;
}

function FormatToks({ at, which, creative, was }: FormatToksProps) {
  const { change } = useEdit();
  const say = (format: Format): string => t(`campaigns.format.${format}`);
  return (
    <>
      {t('campaigns.offer.asA')}
      <SaidChoice
        value={creative.format}
        was={was?.format}
        say={say}
        label={t('campaigns.offer.format')}
        choices={Format.options.map((value) => ({ value, label: say(value) }))}
        onChoose={(format) => change?.((now) => withFormat(now, at, which, format))}
      />
      {t('campaigns.offer.at')}
      <span>{t(`campaigns.zone.${zoneOf[creative.format]}`)}</span>
    </>
  );
}

function FallbackSays({ at }: { at: number }) {
  const { document, live, change } = useEdit();
  const variant = document.engagement.variants[at];
  if (variant === undefined || variant.offer.channel === 'content') return null;
  const { channel } = variant.offer;
  const before = live?.engagement.variants.find(({ id }) => id === variant.id)?.offer;
  const was = before === undefined || before.channel === 'content' ? undefined : before.fallback;
  const creative = creativeAt(variant.offer, 'fallback');
  return (
    <>
      <Says className="says-next">
        {t(channel === 'call' ? 'campaigns.offer.absent' : 'campaigns.offer.nobody')}
        <SaidChoice
          value={variant.offer.fallback?.type ?? 'nothing'}
          was={was === undefined ? undefined : (was?.type ?? 'nothing')}
          say={(type) => t(`campaigns.offer.nobody.${type}`)}
          label={t('campaigns.offer.nobody')}
          width={320}
          choices={[
            {
              value: 'nothing',
              label: t(
                channel === 'call'
                  ? 'campaigns.offer.absent.nothing.long'
                  : 'campaigns.offer.nobody.nothing.long',
              ),
            },
            { value: 'content', label: t('campaigns.offer.nobody.content') },
            { value: 'message', label: t('campaigns.offer.nobody.message') },
            { value: 'callback', label: t('campaigns.offer.nobody.callback') },
          ]}
          onChoose={(type) =>
            change?.((each) => withFallback(each, at, type === 'nothing' ? null : type))
          }
        />
        {creative !== null && (
          <FormatToks at={at} which="fallback" creative={creative} was={was?.creative} />
        )}
      </Says>
      {creative !== null && <CreativeSays at={at} which="fallback" />}
    </>
  );
}
