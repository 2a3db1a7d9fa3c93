// The form of a new API token: its name, its scopes and its lifetime. Administrators can also make
// tokens for programs. No scope is ticked at first.
import { z } from 'zod';
import { UserList } from '@opportune/protocol/rest/account.ts';
import { CreatedToken, NewToken, TokenScope } from '@opportune/protocol/rest/tokens.ts';
import { api } from '../../api/client.ts';
import { useSession } from '../../session/session.tsx';
import { t, useApiQuery } from '../../ui/index.ts';
import { FormDialog } from '../form/form-frame.tsx';
import { TickList } from '../form/tick-list.tsx';
import { useForm } from '../form/use-form.tsx';
import { useAdministrator } from '../use-administrator.ts';

const Fields = NewToken.pick({ name: true, scopes: true }).extend({
  whose: z.string(),
  days: z.enum(['30', '90', '365', 'never']),
});
type Scopes = readonly TokenScope[];

const ofAgents: Scopes = ['read', 'conversations'];
const ofRole: Readonly<Record<'agent' | 'manager' | 'administrator', Scopes>> = {
  agent: ofAgents,
  manager: [...ofAgents, 'campaigns', 'settings'],
  administrator: TokenScope.options,
};

interface NewTokenProps {
  readonly onClose: () => void;
  readonly onMade: (secret: string) => void;
}

export function NewTokenDialog({ onClose, onMade }: NewTokenProps) {
  const { user } = useSession();
  const programs = usePrograms();
  const form = useForm({
    schema: Fields,
    value: { name: '', scopes: [], whose: user.id, days: '90' },
    words: 'settings.apiTokens',
    save: ({ whose, days, ...draft }) =>
      api.post(
        whose === user.id ? '/my-tokens' : `/users/${whose}/tokens`,
        { ...draft, days: days === 'never' ? null : Number(days) },
        CreatedToken,
      ),
    invalidates: ['/tokens', '/my-tokens'],
    onDone: ({ secret }) => onMade(secret),
  });
  const { field, fields, set } = form;
  const ofProgram = fields.whose !== user.id;
  const offered = ofProgram ? ofAgents : ofRole[user.role];
  return (
    <FormDialog
      form={form}
      title={t('settings.apiTokens.new')}
      width={480}
      onClose={onClose}
      save={t('settings.apiTokens.create')}
    >
      {field('name', { input: { 'data-autofocus': true } })}
      {programs.length > 0 &&
        field('whose', {
          choices: [
            { value: user.id, label: t('settings.apiTokens.whose.own') },
            ...programs.map(({ id, name }) => ({ value: id, label: name })),
          ],
          also: () => ({ scopes: fields.scopes.filter((scope) => ofAgents.includes(scope)) }),
        })}
      <ScopeBoxes offered={offered} scopes={fields.scopes} onChange={(scopes) => set({ scopes })} />
      {field('days')}
    </FormDialog>
  );
}

function usePrograms() {
  const enabled = useAdministrator();
  const { data } = useApiQuery('/users', UserList, { query: { limit: 200 }, enabled });
  return data?.items.filter(({ kind, disabled }) => kind === 'program' && !disabled) ?? [];
}

interface ScopeBoxesProps {
  readonly offered: Scopes;
  readonly scopes: Scopes;
  readonly onChange: (scopes: TokenScope[]) => void;
}

function ScopeBoxes({ offered, scopes, onChange }: ScopeBoxesProps) {
  return (
    <TickList
      legend={t('settings.apiTokens.scopes')}
      hint={t('settings.apiTokens.scopes.hint')}
      offered={offered}
      ticked={scopes}
      onChange={onChange}
    >
      {(scope) => (
        <span>
          {t(`settings.apiTokens.scope.${scope}`)}
          <span className="t3"> · {t(`settings.apiTokens.scope.${scope}.hint`)}</span>
        </span>
      )}
    </TickList>
  );
}
