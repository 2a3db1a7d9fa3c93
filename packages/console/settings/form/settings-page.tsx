// A settings page for one document: its title, and a form that allows for changes by others.
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { Begun, NotYet, useApiQuery } from '../../ui/index.ts';
import { SettingsBody } from './settings-body.tsx';

interface SettingsPageProps<Schema extends z.ZodType<{ readonly revision?: string }>> {
  readonly path: string;
  readonly schema: Schema;
  readonly title: string;
  readonly text?: string;
  /** `saved` continues from the answer to a save. */
  readonly children: (
    document: z.infer<Schema>,
    saved: (answer: z.infer<Schema>) => void,
  ) => ReactNode;
}

export function SettingsPage<Schema extends z.ZodType<{ readonly revision?: string }>>(
  props: SettingsPageProps<Schema>,
) {
  const { path, schema, title, text, children } = props;
  const { data, error, refetch } = useApiQuery(path, schema);
  return (
    <SettingsBody title={title} text={text}>
      {data === undefined ? (
        <NotYet error={error} rows={5} columns={1} onRetry={refetch} />
      ) : (
        <Begun now={data} reread={refetch}>
          {children}
        </Begun>
      )}
    </SettingsBody>
  );
}
