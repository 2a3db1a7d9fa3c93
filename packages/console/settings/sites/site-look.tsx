// How the chat window and its button look and what they are called on a site.
import { useState } from 'react';
import { BeforeButton } from '../../before/before-dialog.tsx';
import { Switch, t } from '../../ui/index.ts';
import { inkOn } from './ink.ts';
import { SavedText } from '../form/saved-text.tsx';
import type { PartProps } from './site-change.ts';

export function Look({ site, save, loads }: PartProps) {
  const { look, revision } = site;
  const [colour, setColour] = useState(look.colour);
  return (
    <section>
      <h3>{t('settings.look.title')}</h3>
      <p>{t('settings.look.text')}</p>
      <div className="look-row">
        <div className="field-frame">
          <label htmlFor="look-colour">{t('settings.look.colour')}</label>
          <div className="row">
            <input
              id="look-colour"
              type="color"
              className="swatch"
              value={colour}
              onChange={(event) => setColour(event.currentTarget.value)}
              onBlur={() => colour !== look.colour && void save({ look: { ...look, colour } })}
            />
            <span className="code">{colour}</span>
          </div>
        </div>
        <SavedText
          label={t('settings.look.radius')}
          value={String(look.radiusPx)}
          type="number"
          min={0}
          max={24}
          over={{ revision, loads }}
          onSave={async (text, from) => {
            const radiusPx = Number(text);
            const fits = Number.isInteger(radiusPx) && radiusPx >= 0 && radiusPx <= 24;
            return fits && save({ look: { ...look, radiusPx } }, { from });
          }}
        />
        <SavedText
          label={t('settings.look.name')}
          value={look.name}
          maxLength={60}
          over={{ revision, loads }}
          onSave={(name, from) => save({ look: { ...look, name } }, { from })}
        />
        <span
          className="look-sample"
          role="img"
          aria-label={t('settings.look.preview')}
          style={{
            background: colour,
            color: inkOn(colour),
            borderRadius: Math.round(look.radiusPx * 0.7),
          }}
        >
          {site.contactButton.label || t('settings.look.sample')}
        </span>
      </div>
    </section>
  );
}

type Opened = Pick<PartProps, 'save'> & Pick<PartProps['site'], 'contactButton'>;

export function ContactButton({ site, save, fixed, loads }: PartProps) {
  const { contactButton, revision } = site;
  // The form takes minutes: it is saved as of when it was opened, until somebody has been told that
  // it is another by now.
  const [opened, setOpened] = useState<Opened | null>(null);
  const saveBefore = async (before: typeof contactButton.before): Promise<boolean> => {
    const from = opened ?? { contactButton, save };
    const saved = await from.save({ contactButton: { ...from.contactButton, before } });
    if (!saved) setOpened(null);
    return saved;
  };
  return (
    <section>
      <h3>{t('settings.button.title')}</h3>
      <p>{t('settings.button.text')}</p>
      <Switch
        label={t('settings.button.shown')}
        checked={contactButton.shown}
        disabled={fixed}
        onChange={(shown) => void save({ contactButton: { ...contactButton, shown } })}
      />
      <SavedText
        label={t('settings.button.label')}
        value={contactButton.label}
        maxLength={40}
        over={{ revision, loads }}
        onSave={(label, from) => save({ contactButton: { ...contactButton, label } }, { from })}
      />
      <div className="row">
        <span className="small">{t('before.before.button')}</span>
        <BeforeButton
          form={contactButton.before ?? null}
          look={site.look}
          onOpen={() => setOpened({ contactButton, save })}
          onSave={saveBefore}
          disabled={fixed}
        />
      </div>
    </section>
  );
}
