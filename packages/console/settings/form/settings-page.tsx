// A page of settings about one document: its title, and the document as a form of what others change, too.
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { Begun, NotYet, useApiQuery } from '../../ui/index.ts';

export function SettingsPage<Schema extends z.ZodType<{ readonly revision?: string }>>(props: {
  readonly path: string;
  readonly schema: Schema;
  readonly title: string;
  readonly text?: string;
  /** `saved` goes on from what a save was answered with. */
  readonly children: (
    document: z.infer<Schema>,
    saved: (answer: z.infer<Schema>) => void,
  ) => ReactNode;
}) {
  const { path, schema, title, text, children } = props;
  const { data, error, refetch } = useApiQuery(path, schema);
  const heading = <h2 className="settings-title">{title}</h2>;
  return (
    <div className="settings-body" tabIndex={0} role="region" aria-label={title}>
      {text === undefined ? (
        heading
      ) : (
        <div className="settings-head">
          {heading}
          <p className="t2">{text}</p>
        </div>
      )}
      {data === undefined ? (
        <NotYet error={error} rows={5} columns={1} onRetry={refetch} />
      ) : (
        <Begun now={data} reread={refetch}>
          {children}
        </Begun>
      )}
    </div>
  );
}
