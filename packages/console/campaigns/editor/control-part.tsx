// The shares of the arms as one bar, and the numbers behind it.
import { TextField } from '../../ui/index.ts';
import { useSession } from '../../session/session.tsx';
import { c, shareWords } from '../words.ts';
import { problemsAt, useEdit } from './edit-context.tsx';
import { whole, withShare } from './engagement-edit.ts';
import { Part, Says } from './part.tsx';
import { Tok } from './tok.tsx';

export function ControlPart() {
  const edit = useEdit();
  const { document, live, change, format } = edit;
  const { account } = useSession();
  const { control, engagement } = document;
  const treated = whole - control;
  const parts = engagement.variants.map(({ id, name, share }) => ({
    id,
    name,
    share: (share / whole) * treated,
  }));
  const holdout = account.settings.holdout;
  const setControl = (share: number): void => change?.((now) => ({ ...now, control: share }));
  return (
    <Part name="control" icon="scale" problems={problemsAt(edit, 'control')}>
      <div
        className="share-bar num"
        role="img"
        aria-label={`${c('control.bar')}: ${[...parts.map((each) => `${each.name} ${shareWords(Math.round(each.share), format)}`), c('control.label', { share: shareWords(control, format) })].join(', ')}`}
      >
        {parts.map(
          (each, at) =>
            each.share > 0 && (
              <span
                key={each.id}
                className={at % 2 === 1 ? 'b' : ''}
                style={{ flexGrow: each.share }}
              >
                {each.name} {shareWords(Math.round(each.share), format)}
              </span>
            ),
        )}
        {control > 0 && (
          <span className="c" style={{ flexGrow: control }}>
            {c('control.label', { share: shareWords(control, format) })}
          </span>
        )}
      </div>
      <Says>
        <Tok
          kind="value"
          words={shareWords(control, format)}
          label={c('control.edit')}
          mark={
            live !== null && live.control !== control
              ? { was: shareWords(live.control, format) }
              : undefined
          }
          edit={() => (
            <PercentForm label={c('control.share')} basisPoints={control} onChange={setControl} />
          )}
        />
        <span>{c('control.tail')}</span>
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
                    label={`${name}, ${c('variant.share')}`}
                    basisPoints={share}
                    onChange={(next) => change?.((now) => withShare(now, at, next))}
                  />
                )}
              />
            </span>
          ))}
        {engagement.variants.length > 1 && <span className="t3">{c('variant.share')}</span>}
      </Says>
      <p className="reach">
        {holdout > 0
          ? c('control.holdout', { share: shareWords(holdout, format) })
          : c('control.holdout.none')}
      </p>
    </Part>
  );
}

function PercentForm({
  label,
  basisPoints,
  onChange,
}: {
  label: string;
  basisPoints: number;
  onChange: (basisPoints: number) => void;
}) {
  const change = (text: string): void => {
    const share = Math.round(Number(text) * 100);
    if (text.trim() !== '' && share >= 0 && share <= whole) onChange(share);
  };
  return (
    <>
      <TextField
        data-autofocus
        type="number"
        min={0}
        max={100}
        step="any"
        label={label}
        defaultValue={basisPoints / 100}
        onChange={(event) => change(event.currentTarget.value)}
      />
      <input
        type="range"
        min={0}
        max={100}
        step={5}
        aria-label={label}
        defaultValue={basisPoints / 100}
        onChange={(event) => change(event.currentTarget.value)}
        className="range"
      />
    </>
  );
}
