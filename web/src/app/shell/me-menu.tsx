import { Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconApi, IconLogout, IconSettings, IconShieldLock, IconUserCircle } from '@tabler/icons-react';
import { Link } from 'react-router';
import { paths } from '../../lib/paths.ts';
import { useMe } from '../../lib/session/use-session.ts';
import { Initials } from '../../ui/person.tsx';
import { logOut } from './log-out.ts';
import classes from './top-bar.module.css';

export function MeMenu() {
  const { name, email } = useMe();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton className={classes.me}>
          <Initials name={name} />
          <VisuallyHidden>Your account: {name}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.meHead}>
          <div className={classes.meName}>{name}</div>
          <div className={classes.meEmail}>{email}</div>
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} to={paths.profile} leftSection={<IconUserCircle size={16} />}>
          Profile
        </Menu.Item>
        <Menu.Item component={Link} to={paths.security} leftSection={<IconShieldLock size={16} />}>
          Security
        </Menu.Item>
        <Menu.Item component={Link} to={paths.settings} leftSection={<IconSettings size={16} />}>
          Settings
        </Menu.Item>
        <Menu.Item component="a" href="/docs" leftSection={<IconApi size={16} />}>
          API
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void logOut()}>
          Log out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
