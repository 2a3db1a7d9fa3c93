// Theme, corners, font and name of a brand, and whether it shows photos.
import { choicesOf, Segmented, SelectField, Switch, t, TextField } from '../../ui/index.ts';
import { type BrandDraft, fonts, themes } from './brand-draft.ts';

interface Props {
  readonly draft: BrandDraft;
  readonly set: (change: Partial<BrandDraft>) => void;
}

const corners = { square: 2, soft: 10, round: 20 } as const;
const cornerNames = ['square', 'soft', 'round'] as const;
type Corner = (typeof cornerNames)[number] | 'own';

export function BrandShape({ draft, set }: Props) {
  const { theme, font, name, photos } = draft;
  return (
    <section className="brand-shape">
      <h3>{t('brand.shape')}</h3>
      <Corners draft={draft} set={set} />
      <SelectField
        label={t('brand.theme')}
        hint={t(`brand.theme.${theme}.hint`)}
        value={theme}
        choices={choicesOf(themes, (each) => t(`brand.theme.${each}`))}
        onChange={({ currentTarget: { value } }) =>
          set({ theme: themes.find((each) => each === value) ?? 'page' })
        }
      />
      <SelectField
        label={t('brand.font')}
        hint={t('brand.font.hint')}
        value={font}
        choices={choicesOf(fonts, (each) => t(`brand.font.${each}`))}
        onChange={({ currentTarget: { value } }) =>
          set({ font: value === 'page' ? 'page' : 'system' })
        }
      />
      <TextField
        label={t('brand.name')}
        hint={t('brand.name.hint')}
        maxLength={60}
        value={name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Switch
        label={t('brand.photos')}
        hint={t('brand.photos.hint')}
        checked={photos}
        onChange={(each) => set({ photos: each })}
      />
    </section>
  );
}

function Corners({ draft: { radiusPx }, set }: Props) {
  const chosen: Corner = cornerNames.find((each) => corners[each] === radiusPx) ?? 'own';
  return (
    <div className="brand-corners">
      <Segmented<Corner>
        label={t('brand.corners')}
        value={chosen}
        choices={choicesOf(cornerNames, (each) => t(`brand.corners.${each}`))}
        onChange={(each) => each !== 'own' && set({ radiusPx: corners[each] })}
      />
      <TextField
        label={t('brand.radius')}
        type="number"
        min={0}
        max={24}
        value={Number.isNaN(radiusPx) ? '' : String(radiusPx)}
        onChange={({ currentTarget: { value } }) =>
          set({ radiusPx: value === '' ? Number.NaN : Number(value) })
        }
      />
    </div>
  );
}
