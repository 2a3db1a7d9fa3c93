// The colours of a brand, each with the contrast of the text on it, and what had to be changed so
// that every text can be read.
import { useId } from 'react';
import { adjustedIn, contrastsOf, type TextContrast } from '@opportune/content/brand-texts.ts';
import { contrast, paletteOf } from '@opportune/content/colour.ts';
import { format, Icon, IconButton, t } from '../../ui/index.ts';
import { type BrandDraft, type ColourName, colourNames, isColour, lookOf } from './brand-draft.ts';

interface Props {
  readonly draft: BrandDraft;
  readonly set: (change: Partial<BrandDraft>) => void;
}

export function BrandColours({
  draft,
  set,
  children,
}: Props & { readonly children: React.ReactNode }) {
  const isReadable = isColour(draft.colours.colour);
  return (
    <section>
      <h3>{t('brand.colours')}</h3>
      <p>{t('brand.colours.text')}</p>
      {children}
      {colourNames.map((name) => (
        <ColourRow key={name} name={name} draft={draft} set={set} />
      ))}
      {isReadable && <Adjusted draft={draft} />}
      {isReadable && <Texts draft={draft} />}
    </section>
  );
}

/** The colour that is used now, and the ink on it. */
function usedFor(name: ColourName, draft: BrandDraft): readonly [colour: string, ink: string] {
  const palette = paletteOf(lookOf(draft), name.startsWith('dark'));
  return name.toLowerCase().endsWith('head')
    ? [palette.head, palette.onHead]
    : [palette.site, palette.onSite];
}

function ColourRow({ name, draft, set }: Props & { readonly name: ColourName }) {
  const id = useId();
  const written = draft.colours[name];
  const [used, ink] = isColour(draft.colours.colour)
    ? usedFor(name, draft)
    : ['#000000', '#ffffff'];
  const put = (text: string): void => set({ colours: { ...draft.colours, [name]: text } });
  const shown = isColour(written) ? written : used;
  const isWrong = written === '' ? name === 'colour' : !isColour(written);
  return (
    <div className="brand-colour">
      <label htmlFor={id}>{t(`brand.colour.${name}`)}</label>
      <span className="brand-colour-input">
        <input
          type="color"
          className="swatch"
          aria-label={t('brand.colour.pick', { name: t(`brand.colour.${name}`) })}
          value={shown.toLowerCase()}
          onChange={(event) => put(event.currentTarget.value)}
        />
        <input
          id={id}
          className="input small code"
          aria-invalid={isWrong}
          maxLength={7}
          placeholder={used}
          value={written}
          onChange={(event) => put(event.currentTarget.value.trim().toLowerCase())}
        />
      </span>
      <span className="small num brand-ratio">
        <Icon name="check" size={14} />
        {ratioText(contrast(ink, used))}
      </span>
      {written === '' ? (
        <span className="small t3">{t('brand.colour.follows')}</span>
      ) : name === 'colour' ? (
        <span />
      ) : (
        <IconButton
          icon="refresh"
          label={t('brand.colour.follow', { name: t(`brand.colour.${name}`) })}
          onClick={() => put('')}
        />
      )}
    </div>
  );
}

function ratioText(ratio: number): string {
  return t('brand.ratio', { ratio: format.number(Math.floor(ratio * 10) / 10, 1) });
}

/** What was changed, in words: the chosen colour, why it was not enough, and the one used. */
function Adjusted({ draft }: { readonly draft: BrandDraft }) {
  const found = [false, true].flatMap((onDark) =>
    adjustedIn(lookOf(draft), onDark).map((each) => ({ ...each, onDark })),
  );
  if (found.length === 0) return null;
  return (
    <ul className="brand-adjusted">
      {found.map(({ what, chosen, used, ratio, onDark }) => (
        <li key={`${what} ${onDark}`}>
          <Icon name="alert" size={14} />
          <span>
            {t(`brand.adjusted.${what}`, {
              theme: t(onDark ? 'brand.dark' : 'brand.light'),
              chosen,
              used,
              ratio: ratioText(ratio),
            })}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Every text of the messenger and of engagements with its contrast. */
function Texts({ draft }: { readonly draft: BrandDraft }) {
  return (
    <details className="brand-texts">
      <summary>{t('brand.texts')}</summary>
      <div className="brand-text-columns">
        {[false, true].map((onDark) => (
          <ul key={String(onDark)} aria-label={t(onDark ? 'brand.dark' : 'brand.light')}>
            {contrastsOf(lookOf(draft), onDark).map((each) => (
              <Contrast key={`${each.text} ${each.ground}`} {...each} />
            ))}
          </ul>
        ))}
      </div>
    </details>
  );
}

function Contrast({ text, ground, ink, on, ratio }: TextContrast) {
  return (
    <li>
      <span className="brand-sample" style={{ color: ink, background: on }}>
        {t(`brand.text.${text}`)}
      </span>
      <span className="small t3">{t(`brand.ground.${ground}`)}</span>
      <span className="small num">{ratioText(ratio)}</span>
    </li>
  );
}
