// Where it runs, and which goes first when several could.
import { problemsAt, useEdit } from './edit-context.tsx';
import { Part, Says } from './part.tsx';
import { Said } from './chips/said.tsx';
import { NumberForm } from './chips/number-form.tsx';
import { t } from '../../words/words.ts';

export function PlacePart() {
  const edit = useEdit();
  const { document, live, change, sites } = edit;
  const namesOf = (ids: readonly string[]): string =>
    ids.length === 0
      ? t('campaigns.place.all')
      : ids.map((id) => sites.find((site) => site.id === id)?.name ?? id).join(', ');
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
        <Said
          value={document.sites}
          was={live?.sites}
          say={namesOf}
          label={t('campaigns.place.sites')}
          edit={() => <SitesForm />}
        />
        {t('campaigns.place.priority')}
        <Said
          value={document.priority}
          was={live?.priority}
          say={String}
          label={t('campaigns.place.priority.label')}
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

function SitesForm() {
  const { document, change, sites } = useEdit();
  const choose = (chosen: string, on: boolean): void =>
    change?.((now) => ({
      ...now,
      sites: sites
        .map(({ id }) => id)
        .filter((id) => (id === chosen ? on : now.sites.includes(id))),
    }));
  return (
    <fieldset className="checks">
      <legend>{t('campaigns.place.sites')}</legend>
      {sites.map(({ id, name }) => (
        <label key={id} className="check">
          <input
            type="checkbox"
            checked={document.sites.includes(id)}
            onChange={(event) => choose(id, event.currentTarget.checked)}
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
