// The account's routing rules: how agents get waiting conversations, what happens if they do not
// answer, and who is served first. The rules of a single skill are set with that skill.
import { AssignmentMode, RevisedRouting } from '@opportune/protocol/rest/team/routing.ts';
import { saveWhole, say, t, choicesOf } from '../../ui/index.ts';
import { PageForm } from '../form/form-frame.tsx';
import { SettingsPage } from '../form/settings-page.tsx';
import { useForm, type FormOf } from '../form/use-form.tsx';
import { HoursFields } from './hours-fields.tsx';
import { fieldsOf, RoutingFields, settingsOf, tierFields } from './routing-fields.ts';
import { restOnSkills } from './use-skills.ts';

export function RoutingPage() {
  return (
    <SettingsPage
      path="/routing"
      schema={RevisedRouting}
      title={t('routingSettings.settings.title')}
      text={t('routingSettings.settings.text')}
    >
      {(settings, saved) => <RoutingForm settings={settings} saved={saved} />}
    </SettingsPage>
  );
}

interface RoutingFormProps {
  readonly settings: RevisedRouting;
  readonly saved: (answer: RevisedRouting) => void;
}

function RoutingForm({ settings: { revision, ...settings }, saved }: RoutingFormProps) {
  const form = useForm({
    schema: RoutingFields,
    value: fieldsOf(settings),
    words: 'routingSettings.settings',
    save: (fields) =>
      saveWhole('/routing', RevisedRouting, { draft: settingsOf(fields), revision }),
    invalidates: ['/routing', ...restOnSkills],
    onDone: (answer) => {
      saved(answer);
      say(t('settings.saved'));
    },
  });
  const { field, fields, set, draft } = form;
  return (
    <PageForm form={form} held={draft === null || settingsOf(draft) === null}>
      {field('mode', {
        hint: t(`routingSettings.mode.${fields.mode}.hint`),
        choices: choicesOf(AssignmentMode.options, (value) => t(`routingSettings.mode.${value}`)),
      })}
      {field('ringS')}
      {field('misses')}
      {field('sameAgentDays')}
      {field('agentsTakeOver')}
      {field('reasons')}
      <h3 className="section-title">{t('routingSettings.settings.first')}</h3>
      <p className="t2">{t('routingSettings.settings.first.text')}</p>
      {field('stepS')}
      <Tiers {...form} />
      {field('fullValue')}
      <HoursFields
        without={t('routingSettings.hours.always')}
        hours={fields.hours}
        onChange={(hours) => set({ hours })}
      />
    </PageForm>
  );
}

function Tiers({ field, fields }: FormOf<RoutingFields, 'routingSettings.settings'>) {
  return (
    <>
      {field('attribute')}
      {fields.attribute.trim() !== '' &&
        tierFields.map(([name, n]) =>
          field(name, {
            label: t('routingSettings.settings.tier.values', { n }),
            input: { placeholder: t('routingSettings.settings.tier.example') },
          }),
        )}
    </>
  );
}
