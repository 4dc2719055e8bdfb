import { Button, Menu, Popover, Stack, TextInput } from '@mantine/core';
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
    if (!trimmed) return;
    onChange([...views.filter((view) => view.name !== trimmed), { name: trimmed, search: current }]);
    setName('');
    setNaming(false);
  };
  return (
    <Popover opened={naming} onChange={setNaming} position="bottom-end" trapFocus>
      <Popover.Target>
        <span>
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
        </span>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <Stack gap="xs">
            <TextInput
              label="Name of the view"
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
      </Popover.Dropdown>
    </Popover>
  );
}
