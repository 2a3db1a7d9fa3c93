// What each figure means: one source on the server, shown beside the figures and all together.
import { Definition } from '@opportune/protocol/rest/report/report.ts';
import { figuresEn } from '@opportune/words/en/figures.ts';
import { z } from 'zod';
import { Bones, Button, ErrorState, Icon, Popover, useApiQuery } from '../ui/index.ts';
import { createEntries, fill } from '../words/words.ts';
import { r } from './words.ts';

const wordsOf = createEntries(figuresEn, 'figures');

/** What a figure is called; a figure that the catalogue does not know, as the server calls it. */
function nameOf(figure: string): string {
  return fill(wordsOf(`name.${figure}`) ?? figure, {});
}

function aboutOf({ figure, words }: z.infer<typeof Definition>): string {
  return fill(wordsOf(`about.${figure}`) ?? words, {});
}

const Definitions = z.object({ items: z.array(Definition) });

function useDefinitions() {
  return useApiQuery('/report/definitions', Definitions);
}

/** A small button that says what a figure means, and the query behind it. */
export function About({ figure }: { figure: string }) {
  const { data } = useDefinitions();
  const found = data?.items.find((each) => each.figure === figure);
  return (
    <Popover
      label={r('definitions.about', { figure: nameOf(figure) })}
      width={360}
      position="bottom-start"
      target={(toggle, open) => (
        <button
          type="button"
          className="about"
          aria-expanded={open}
          aria-label={r('definitions.about', { figure: nameOf(figure) })}
          onClick={toggle}
        >
          <Icon name="info" size={14} />
        </button>
      )}
    >
      {(close) => (
        <div className="about-text">
          <p>{found === undefined ? r('definitions.failed') : aboutOf(found)}</p>
          {found !== undefined && <Query sql={found.sql} />}
          <Button variant="quiet" data-autofocus onClick={close}>
            {r('definitions.close')}
          </Button>
        </div>
      )}
    </Popover>
  );
}

export function DefinitionsTab() {
  const { data, error, refetch } = useDefinitions();
  if (data === undefined)
    return error === null ? (
      <Bones rows={6} columns={1} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  return (
    <div className="definitions">
      <p className="t2">{r('definitions.text')}</p>
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
      <summary>{r('definitions.sql')}</summary>
      <pre className="code" tabIndex={0}>
        {sql.trim()}
      </pre>
    </details>
  );
}
