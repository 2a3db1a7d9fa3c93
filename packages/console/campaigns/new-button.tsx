// The link to a new campaign, in the list and in its empty state.
import { Link } from '@tanstack/react-router';
import { Icon, t } from '../ui/index.ts';

export function NewButton() {
  return (
    <Link
      to="/campaigns/$campaign"
      params={{ campaign: 'new' }}
      className="btn primary small new-button"
    >
      <Icon name="plus" />
      <span>{t('campaigns.list.new')}</span>
    </Link>
  );
}
