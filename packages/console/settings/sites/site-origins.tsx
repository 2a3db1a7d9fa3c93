// The origins from which a site's pages may send events. Removing one can be undone.
import { useState } from 'react';
import { Button, Chip, FormError, t, submitting } from '../../ui/index.ts';
import type { PartProps } from './site-change.ts';

export function Origins({ site, save, fixed, error }: PartProps & { error: unknown }) {
  const [adding, setAdding] = useState<string | null>(null);
  const remove = (origin: string): void => {
    void save(
      { origins: site.origins.filter((each) => each !== origin) },
      {
        undo: {
          words: t('settings.removed', { name: origin }),
          act: () => void save({ origins: site.origins }),
        },
      },
    );
  };
  const [saving, setSaving] = useState(false);
  const add = async (): Promise<void> => {
    if (adding === null || adding.trim() === '') return setAdding(null);
    setSaving(true);
    const saved = await save({ origins: [...site.origins, adding.trim()] });
    setSaving(false);
    if (saved) setAdding(null);
  };
  return (
    <section>
      <h3>{t('settings.origins.title')}</h3>
      <p>{t('settings.origins.text')}</p>
      <div className="row origins">
        {site.origins.length === 0 && <span className="warn">{t('settings.origins.none')}</span>}
        {site.origins.map((origin) => (
          <Chip
            key={origin}
            {...(fixed
              ? {}
              : {
                  onRemove: () => remove(origin),
                  removeLabel: t('settings.origins.remove', { origin }),
                })}
          >
            {origin}
          </Chip>
        ))}
        {!fixed && adding === null && (
          <Button variant="quiet" icon="plus" className="accent-act" onClick={() => setAdding('')}>
            {t('settings.origins.add')}
          </Button>
        )}
        {adding !== null && (
          <form
            className="row"
            onSubmit={submitting(() => {
              if (!saving) void add();
            })}
          >
            <input
              className="input small origin-input"
              aria-label={t('settings.origins.label')}
              placeholder="https://"
              autoFocus
              value={adding}
              readOnly={saving}
              onChange={(event) => setAdding(event.currentTarget.value)}
              onKeyDown={(event) => event.key === 'Escape' && !saving && setAdding(null)}
            />
            <Button type="submit" disabled={saving}>
              {t('settings.add')}
            </Button>
          </form>
        )}
      </div>
      <FormError error={error} />
    </section>
  );
}
