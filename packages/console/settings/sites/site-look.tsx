// The contact button of a site, and the way to its brand.
import { useState } from 'react';
import { BeforeButton } from '../../before/before-dialog.tsx';
import { Switch, t } from '../../ui/index.ts';
import { SavedText } from '../form/saved-text.tsx';
import { SettingsLink } from '../settings-link.tsx';
import type { PartProps } from './site-change.ts';

export function Look() {
  return (
    <section>
      <h3>{t('settings.look.title')}</h3>
      <p>{t('settings.look.text')}</p>
      <SettingsLink page="brand" className="btn plain small">
        {t('settings.look.open')}
      </SettingsLink>
    </section>
  );
}

type Opened = Pick<PartProps, 'save'> & Pick<PartProps['site'], 'contactButton'>;

export function ContactButton({ site, save, fixed, loads }: PartProps) {
  const { contactButton, revision } = site;
  // The form may stay open for minutes. It is saved with the revision at which it was opened, until
  // the user has been told that somebody else changed the site.
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
