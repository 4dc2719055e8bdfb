import { ActionIcon, Menu, type MenuProps, Tooltip } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';

interface Props extends Pick<MenuProps, 'position'> {
  /** What opens it, in words: the hint of the button and its name for readers. */
  label: string;
  icon: Icon;
  children: ReactNode;
}

/** A menu behind an icon; the hint steps aside while the menu is open. */
export function IconMenu({ label, icon: MenuIcon, position = 'bottom-end', children }: Props) {
  const [opened, setOpened] = useState(false);
  return (
    <Menu opened={opened} onChange={setOpened} position={position}>
      <Menu.Target>
        <Tooltip label={label} disabled={opened}>
          <ActionIcon aria-label={label}>
            <MenuIcon size={18} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
