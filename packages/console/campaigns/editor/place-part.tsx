// Where it runs, and which goes first when several could.
import { problemsAt, useEdit } from './edit-context.tsx';
import { Part, Says } from './part.tsx';
import { Tok } from './chips/sentence-chip.tsx';
import { NumberForm } from './chips/number-form.tsx';
import { t } from '../../words/words.ts';

export function PlacePart() {
  const edit = useEdit();
  const { document, live, change, sites } = edit;
  const namesOf = (ids: readonly string[]): string =>
    ids.length === 0
      ? t('campaigns.place.all')
      : ids.map((id) => sites.find((site) => site.id === id)?.name ?? id).join(', ');
  const names = namesOf(document.sites);
  return (
    <Part
      name="place"
      icon="pin"
      problems={[
        ...problemsAt(edit, 'sites'),
        ...problemsAt(edit, 'priority'),
        ...problemsAt(edit, 'name'),
      ]}
    >
      <Says>
        {t('campaigns.place.runs')}
        <Tok
          kind="value"
          words={names}
          label={t('campaigns.place.sites')}
          mark={
            live !== null && namesOf(live.sites) !== names
              ? { was: namesOf(live.sites) }
              : undefined
          }
          edit={() => (
            <fieldset className="checks">
              <legend>{t('campaigns.place.sites')}</legend>
              {sites.map((site) => (
                <label key={site.id} className="check">
                  <input
                    type="checkbox"
                    checked={document.sites.includes(site.id)}
                    onChange={(event) => {
                      const on = event.currentTarget.checked;
                      change?.((now) => ({
                        ...now,
                        sites: sites
                          .map(({ id }) => id)
                          .filter((id) => (id === site.id ? on : now.sites.includes(id))),
                      }));
                    }}
                  />
                  {site.name}
                </label>
              ))}
            </fieldset>
          )}
        />
        {t('campaigns.place.priority')}
        <Tok
          kind="value"
          words={String(document.priority)}
          label={t('campaigns.place.priority.label')}
          mark={
            live !== null && live.priority !== document.priority
              ? { was: String(live.priority) }
              : undefined
          }
          edit={() => (
            <NumberForm
              whole
              min={0}
              max={100}
              label={t('campaigns.place.priority.label')}
              value={document.priority}
              onChange={(priority) => change?.((now) => ({ ...now, priority }))}
            />
          )}
        />
        {t('campaigns.place.priority.of')}
      </Says>
    </Part>
  );
}
