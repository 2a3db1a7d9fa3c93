// The shares of the arms, as one bar and as numbers.
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import { useSession } from '../../session/session.tsx';
import { shareWords } from '../words.ts';
import { problemsAt, useEdit } from './edit-context.tsx';
import { whole, withShare } from './engagement/engagement-edit.ts';
import { armShares } from './optimise/optimise-edit.ts';
import { Part, Says } from './part.tsx';
import { SaidShare } from './chips/said.tsx';
import { t } from '../../words/words.ts';

export function ControlPart() {
  const edit = useEdit();
  const { document, live, change } = edit;
  const { control } = document;
  return (
    <Part name="control" icon="scale" problems={problemsAt(edit, 'control')}>
      <ShareBar />
      <Says>
        <SaidShare
          value={control}
          was={live?.control}
          label={t('campaigns.control.edit')}
          field={t('campaigns.control.share')}
          onChange={(share) => change?.((now) => ({ ...now, control: share }))}
        />
        <span>{t('campaigns.control.tail')}</span>
        <VariantShares />
      </Says>
      <HoldoutNote />
    </Part>
  );
}

function HoldoutNote() {
  const { holdout } = useSession().account.settings;
  return (
    <p className="reach">
      {holdout > 0
        ? t('campaigns.control.holdout', { share: shareWords(holdout) })
        : t('campaigns.control.holdout.none')}
    </p>
  );
}

function ShareBar() {
  const { document } = useEdit();
  const { control } = document;
  const parts = partsOf(document).map((part) => ({
    ...part,
    words: shareWords(Math.round(part.share)),
  }));
  const controlWords = t('campaigns.control.label', { share: shareWords(control) });
  const all = [...parts.map(({ name, words }) => `${name} ${words}`), controlWords].join(', ');
  return (
    <div className="share-bar num" role="img" aria-label={`${t('campaigns.control.bar')}: ${all}`}>
      {parts.map(
        ({ id, name, share, look, words }) =>
          share > 0 && (
            <span key={id} className={look} style={{ flexGrow: share }}>
              <span className="clip">{name}</span> {words}
            </span>
          ),
      )}
      {control > 0 && (
        <span className="c" style={{ flexGrow: control }}>
          {controlWords}
        </span>
      )}
    </div>
  );
}

/**
 * The parts of the bar beside control: the variants, and the visitors for whom the policy decides.
 */
function partsOf(document: CampaignDocument) {
  const { variants } = document.engagement;
  const shares = armShares(document);
  const isOptimising = shares.optimise > 0;
  const always = variants.map(({ id, name, share }, at) => ({
    id: id as string,
    name: isOptimising ? alwaysWords(name, variants.length) : name,
    share: (share / whole) * shares.always,
    look: !isOptimising && at % 2 === 1 ? 'b' : '',
  }));
  if (!isOptimising) return always;
  const name = t('campaigns.control.optimise');
  return [{ id: 'optimise', name, share: shares.optimise, look: 'o' }, ...always];
}

function VariantShares() {
  const { variants } = useEdit().document.engagement;
  if (variants.length < 2) return null;
  return (
    <>
      {variants.map(({ id, name, share }, at) => (
        <VariantShare key={id} at={at} name={name} share={share} />
      ))}
      <span className="t3">{t('campaigns.variant.share')}</span>
    </>
  );
}

interface VariantShareProps {
  readonly at: number;
  readonly name: string;
  readonly share: number;
}

function VariantShare({ at, name, share }: VariantShareProps) {
  const { change } = useEdit();
  return (
    <span className="row">
      {'· '}
      {name}
      <SaidShare
        value={share}
        was={undefined}
        spoken={`${name} ${shareWords(share)}`}
        label={name}
        field={`${name}, ${t('campaigns.variant.share')}`}
        onChange={(next) => change?.((now) => withShare(now, at, next))}
      />
    </span>
  );
}

/** Names the variant if there are several. */
function alwaysWords(name: string, variants: number): string {
  return variants > 1
    ? t('campaigns.control.always.variant', { name })
    : t('campaigns.control.always');
}
