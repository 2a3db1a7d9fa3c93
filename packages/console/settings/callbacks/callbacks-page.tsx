// Whether and how visitors are called back: in which ways, for which skills, how far ahead, and what
// follows a try that reached nobody. Managers read it, administrators change it.
import {
  CallbackList,
  CallbackSettings,
  RevisedCallbackSettings,
} from '@opportune/protocol/rest/conversation/callbacks.ts';
import { isPromised } from '@opportune/core/callback/rules.ts';
import { CallbackWayName } from '@opportune/protocol/conversation/callback.ts';
import { saveWhole, say, Switch, t, useApiQuery } from '../../ui/index.ts';
import { PageForm } from '../form/form-frame.tsx';
import { SettingsPage } from '../form/settings-page.tsx';
import { TickList } from '../form/tick-list.tsx';
import { useForm } from '../form/use-form.tsx';
import { nameOfSkill, useSkills } from '../routing/use-skills.ts';
import { useAdministrator } from '../use-administrator.ts';
import { RetryFields } from './retry-fields.tsx';

export function CallbacksPage() {
  return (
    <SettingsPage
      path="/callback-settings"
      schema={RevisedCallbackSettings}
      title={t('callbackSettings.title')}
      text={t('callbackSettings.text')}
    >
      {(settings, saved) => <CallbacksForm settings={settings} saved={saved} />}
    </SettingsPage>
  );
}

interface CallbacksFormProps {
  readonly settings: RevisedCallbackSettings;
  readonly saved: (answer: RevisedCallbackSettings) => void;
}

function CallbacksForm({ settings: { revision, ...settings }, saved }: CallbacksFormProps) {
  const isAdministrator = useAdministrator();
  const form = useForm({
    schema: CallbackSettings,
    value: settings,
    words: 'callbackSettings',
    save: (draft) => saveWhole('/callback-settings', RevisedCallbackSettings, { draft, revision }),
    invalidates: ['/callback-settings', '/callback-slots', '/callbacks'],
    onDone: (answer) => {
      saved(answer);
      say(t('settings.saved'));
    },
  });
  const { field, fields, set, draft, wrong } = form;
  return (
    <PageForm form={form} fixed={!isAdministrator} held={draft === null}>
      {field('on')}
      {fields.on && (
        <>
          <TickList
            legend={t('callbackSettings.ways')}
            hint={t('callbackSettings.ways.hint')}
            offered={CallbackWayName.options}
            ticked={fields.ways}
            onChange={(ways) => set({ ways })}
          >
            {(way) => t(`callbackSettings.ways.${way}`)}
          </TickList>
          {fields.ways.length === 0 && (
            <p className="small bad" role="alert">
              {t('callbackSettings.ways.none')}
            </p>
          )}
          {fields.ways.includes('telephone') && field('texts')}
          <ForSkills ticked={fields.skills} onChange={(skills) => set({ skills })} />
          {field('aheadDays')}
          {field('perAgent')}
          <RetryFields
            waits={fields.retries}
            onChange={(retries) => set({ retries })}
            error={wrong('retries')}
          />
        </>
      )}
      {draft !== null && <Withdrawn rules={draft} />}
    </PageForm>
  );
}

/** Of how many promises one answer tells. */
const mostListed = 200;

/** What the rules would no longer promise is withdrawn once they are saved. */
function Withdrawn({ rules }: { readonly rules: CallbackSettings }) {
  const query = { state: 'open', limit: mostListed };
  const { data } = useApiQuery('/callbacks', CallbackList, { query });
  const ends = (data?.items ?? []).filter(
    ({ state, skill, way }) => state !== 'ringing' && !isPromised(rules, skill, way.type),
  );
  if (ends.length === 0) return null;
  const [n, listed, total] = [ends.length, data?.items.length ?? 0, data?.total ?? 0];
  return (
    <p className="small bad" role="status">
      {total > listed
        ? t('callbackSettings.withdraws.of', { n, listed, total })
        : t('callbackSettings.withdraws', { n })}
    </p>
  );
}

type Skills = CallbackSettings['skills'];

/** For all, or for those that are ticked. A ticked skill that is gone stays listed until it is unticked. */
function ForSkills(props: {
  readonly ticked: Skills | '';
  readonly onChange: (skills: Skills) => void;
}) {
  const { onChange } = props;
  const ticked = props.ticked === '' ? null : props.ticked;
  const skills = useSkills().data?.skills ?? [];
  const offered = [...new Set([...skills.map(({ id }) => id), ...(ticked ?? [])])];
  return (
    <>
      <Switch
        label={t('callbackSettings.all')}
        hint={t('callbackSettings.all.hint')}
        checked={ticked === null}
        onChange={(isAll) => onChange(isAll ? null : skills.map(({ id }) => id))}
      />
      {ticked !== null && (
        <TickList
          legend={t('callbackSettings.skills')}
          hint={t(
            offered.length === 0 ? 'callbackSettings.skills.none' : 'callbackSettings.skills.hint',
          )}
          offered={offered}
          ticked={ticked}
          onChange={onChange}
        >
          {(id) => nameOfSkill(skills, id)}
        </TickList>
      )}
    </>
  );
}
