// The way to a new campaign, from the list and from its empty state.
import { Link } from '@tanstack/react-router';
import { Icon } from '../ui/index.ts';
import { c } from './words.ts';

export function NewButton() {
  return (
    <Link to="/campaigns/$campaign" params={{ campaign: 'new' }} className="btn primary small">
      <Icon name="plus" />
      {c('list.new')}
    </Link>
  );
}
