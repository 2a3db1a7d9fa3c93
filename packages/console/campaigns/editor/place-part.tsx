// The sites on which the campaign runs, and its priority over others.
import { problemsAt, useEdit } from './edit-context.tsx';
import { Part, Says } from './part.tsx';
import { SaidNumber, Said } from './chips/said.tsx';
import { t } from '../../words/words.ts';
import { Checks } from './chips/checks.tsx';

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
        <SaidNumber
          whole
          min={0}
          max={100}
          value={document.priority}
          was={live?.priority}
          say={String}
          label={t('campaigns.place.priority.label')}
          onChange={(priority) => change?.((now) => ({ ...now, priority }))}
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
    <Checks
      legend={t('campaigns.place.sites')}
      choices={sites.map(({ id, name }) => ({ value: id, label: name }))}
      isChosen={(id) => document.sites.includes(id)}
      onChoose={choose}
    />
  );
}
