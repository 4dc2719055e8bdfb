import { Button, Menu, Modal, Stack, TextInput } from '@mantine/core';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { IconMenu } from '../icon-menu.tsx';
import type { SavedView } from './list.types.ts';

interface Props {
  views: readonly SavedView[];
  /** Query string of what is shown now. */
  current: string;
  onChange: (views: readonly SavedView[]) => void;
}

/** Named filters, sortings and columns of a list, kept with the account. */
export function SavedViews({ views, current, onChange }: Props) {
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState('');
  const save = (): void => {
    const trimmed = name.trim();
    onChange([...views.filter((view) => view.name !== trimmed), { name: trimmed, search: current }]);
    setName('');
    setNaming(false);
  };
  return (
    <>
      <IconMenu label="Saved views" icon={IconBookmark}>
        <Menu.Label>{views.length > 0 ? 'Saved views' : 'No saved views yet'}</Menu.Label>
        {views.map((view) => (
          <Menu.Item key={view.name} component={Link} to={`?${view.search}`}>
            {view.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => setNaming(true)}>Save this view…</Menu.Item>
        {views
          .filter((view) => view.search === current)
          .map((view) => (
            <Menu.Item
              key={view.name}
              leftSection={<IconTrash size={14} />}
              onClick={() => onChange(views.filter((other) => other !== view))}
            >
              Forget “{view.name}”
            </Menu.Item>
          ))}
      </IconMenu>
      <Modal opened={naming} onClose={() => setNaming(false)} title="Save this view" size="sm">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <Stack gap="md">
            <TextInput
              label="Name of the view"
              description="Search, filters, sorting and columns, as they are now."
              maxLength={40}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              data-autofocus
            />
            <Button type="submit" disabled={!name.trim()}>
              Save view
            </Button>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
