// What each figure means. The server holds the definitions. They are shown beside each figure and
// all together on one page.
import { Definition } from '@opportune/protocol/rest/report/report.ts';
import { z } from 'zod';
import { Button, Icon, Popover, useApiQuery, t, NotYet } from '../ui/index.ts';
import { lookUp } from '../words/words.ts';

/** The name of a figure, or the server's id for it if the catalogue has no name. */
function nameOf(figure: string): string {
  return lookUp(`figures.name.${figure}`) ?? figure;
}

function aboutOf({ figure, words }: z.infer<typeof Definition>): string {
  return lookUp(`figures.about.${figure}`) ?? words;
}

const Definitions = z.object({ items: z.array(Definition) });

function useDefinitions() {
  return useApiQuery('/report/definitions', Definitions);
}

/** A small button that explains a figure and shows the query behind it. */
export function About({ figure }: { figure: string }) {
  const { data } = useDefinitions();
  const found = data?.items.find((each) => each.figure === figure);
  return (
    <Popover
      label={t('results.definitions.about', { figure: nameOf(figure) })}
      width={360}
      position="bottom-start"
      target={(toggle, open) => (
        <button
          type="button"
          className="about"
          aria-expanded={open}
          aria-label={t('results.definitions.about', { figure: nameOf(figure) })}
          onClick={toggle}
        >
          <Icon name="info" size={14} />
        </button>
      )}
    >
      {(close) => (
        <div className="about-text">
          <p>{found === undefined ? t('results.definitions.failed') : aboutOf(found)}</p>
          {found !== undefined && <Query sql={found.sql} />}
          <Button variant="quiet" data-autofocus onClick={close}>
            {t('results.definitions.close')}
          </Button>
        </div>
      )}
    </Popover>
  );
}

export function DefinitionsTab() {
  const { data, error, refetch } = useDefinitions();
  if (data === undefined) return <NotYet error={error} rows={6} columns={1} onRetry={refetch} />;
  return (
    <div className="definitions">
      <p className="t2">{t('results.definitions.text')}</p>
      <dl>
        {data.items.map((each) => (
          <div key={each.figure}>
            <dt>{nameOf(each.figure)}</dt>
            <dd>
              {aboutOf(each)}
              <Query sql={each.sql} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Query({ sql }: { sql: string }) {
  return (
    <details className="query">
      <summary>{t('results.definitions.sql')}</summary>
      <pre className="code" tabIndex={0}>
        {sql.trim()}
      </pre>
    </details>
  );
}
