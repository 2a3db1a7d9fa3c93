// The pages of the area.
import { PageHeader, t } from '../ui/index.ts';

export function SettingsPage() {
  return <PageHeader title={t('area.settings')} />;
}
