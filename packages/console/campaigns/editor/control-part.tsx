// The shares of the arms as one bar, and the numbers behind it.
import { useSession } from '../../session/session.tsx';
import { shareWords } from '../words.ts';
import { problemsAt, useEdit } from './edit-context.tsx';
import { whole, withShare } from './engagement/engagement-edit.ts';
import { armShares } from './optimise/optimise-edit.ts';
import { Part, Says } from './part.tsx';
import { PercentForm } from './chips/percent-form.tsx';
import { Tok } from './chips/sentence-chip.tsx';
import { t } from '../../words/words.ts';

export function ControlPart() {
  const edit = useEdit();
  const { document, live, change, format } = edit;
  const { account } = useSession();
  const { control, engagement } = document;
  const shares = armShares(document);
  const isOptimising = shares.optimise > 0;
  const variants = engagement.variants.map(({ id, name, share }) => ({
    id,
    name: isOptimising ? alwaysWords(name, engagement.variants.length) : name,
    share: (share / whole) * shares.always,
    look: '',
  }));
  const parts = isOptimising
    ? [
        {
          id: 'optimise',
          name: t('campaigns.control.optimise'),
          share: shares.optimise,
          look: 'o',
        },
        ...variants,
      ]
    : variants.map((each, at) => ({ ...each, look: at % 2 === 1 ? 'b' : '' }));
  const holdout = account.settings.holdout;
  const setControl = (share: number): void => change?.((now) => ({ ...now, control: share }));
  return (
    <Part name="control" icon="scale" problems={problemsAt(edit, 'control')}>
      <div
        className="share-bar num"
        role="img"
        aria-label={`${t('campaigns.control.bar')}: ${[...parts.map((each) => `${each.name} ${shareWords(Math.round(each.share), format)}`), t('campaigns.control.label', { share: shareWords(control, format) })].join(', ')}`}
      >
        {parts.map(
          (each) =>
            each.share > 0 && (
              <span key={each.id} className={each.look} style={{ flexGrow: each.share }}>
                <span className="clip">{each.name}</span>{' '}
                {shareWords(Math.round(each.share), format)}
              </span>
            ),
        )}
        {control > 0 && (
          <span className="c" style={{ flexGrow: control }}>
            {t('campaigns.control.label', { share: shareWords(control, format) })}
          </span>
        )}
      </div>
      <Says>
        <Tok
          kind="value"
          words={shareWords(control, format)}
          label={t('campaigns.control.edit')}
          mark={
            live !== null && live.control !== control
              ? { was: shareWords(live.control, format) }
              : undefined
          }
          edit={() => (
            <PercentForm
              label={t('campaigns.control.share')}
              basisPoints={control}
              onChange={setControl}
            />
          )}
        />
        <span>{t('campaigns.control.tail')}</span>
        {engagement.variants.length > 1 &&
          engagement.variants.map(({ id, name, share }, at) => (
            <span key={id} className="row">
              {'· '}
              {name}
              <Tok
                kind="value"
                words={shareWords(share, format)}
                spoken={`${name} ${shareWords(share, format)}`}
                label={name}
                edit={() => (
                  <PercentForm
                    label={`${name}, ${t('campaigns.variant.share')}`}
                    basisPoints={share}
                    onChange={(next) => change?.((now) => withShare(now, at, next))}
                  />
                )}
              />
            </span>
          ))}
        {engagement.variants.length > 1 && (
          <span className="t3">{t('campaigns.variant.share')}</span>
        )}
      </Says>
      <p className="reach">
        {holdout > 0
          ? t('campaigns.control.holdout', { share: shareWords(holdout, format) })
          : t('campaigns.control.holdout.none')}
      </p>
    </Part>
  );
}

/** Of several variants each is named. */
function alwaysWords(name: string, variants: number): string {
  return variants > 1
    ? t('campaigns.control.always.variant', { name })
    : t('campaigns.control.always');
}
