// The fields that the account keeps of its contacts. The whole list is saved at once.
import {
  contactDetailLimits,
  RevisedContactFields,
} from '@opportune/protocol/rest/contact/details.ts';
import {
  NotYet,
  say,
  sayUnsaved,
  StaleWays,
  t,
  useApiQuery,
  useWholeSave,
} from '../../ui/index.ts';
import { type FieldsDraft, LabelFields } from './label-fields.tsx';

const path = '/contact-fields';

export function ContactFieldsPart() {
  const { data, error, refetch } = useApiQuery(path, RevisedContactFields);
  const reread = (): void => void refetch();
  const save = useWholeSave<FieldsDraft, typeof RevisedContactFields>(path, RevisedContactFields, {
    invalidates: ['/contacts'],
  });
  const refused = { onError: sayUnsaved(reread) };
  if (data === undefined) return <NotYet error={error} rows={2} columns={2} onRetry={reread} />;
  const { fields, revision } = data;
  /** Removes a field and offers to undo that. */
  const remove = (name: string, draft: FieldsDraft, back: FieldsDraft): void =>
    save.mutate(
      { draft, revision },
      {
        onSuccess: (answer) =>
          say(t('archive.removed', { name }), () =>
            save.mutate({ draft: back, revision: answer.revision }, refused),
          ),
        ...refused,
      },
    );
  return (
    <StaleWays value={{ theirs: reread, mine: 'stays' }}>
      <LabelFields
        of={{
          ...{ path, schema: RevisedContactFields, invalidates: ['/contacts'] },
          ...{ most: contactDetailLimits.fields, title: t('permission.fields.title') },
          text: t('permission.fields.text'),
        }}
        {...{ fields, revision, remove, reread }}
      />
    </StaleWays>
  );
}
